package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A drawn program of nested ifs, loops, early returns and calls on one variable {@code x}, which starts as the thread's number: as
 * PTX, and run in Java thread by thread.
 */
final class RandomProgram {
    private static final int DEPTH = 4;
    private static final int GREATEST_TRIPS = 5;

    /** A part of the program. */
    private sealed interface Part {
        /** {@code x = x * factor + term}. */
        record Step(int factor, int term) implements Part {}

        /** {@code if ((x >>> shift & 3) < limit) then else otherwise}. */
        record If(int shift, int limit, List<Part> then, List<Part> otherwise) implements Part {}

        /** The body, as often as {@code (x >>> shift) % GREATEST_TRIPS} says before. */
        record Loop(int shift, List<Part> body) implements Part {}

        /** {@code if ((x >>> shift & 7) == 0) return}. */
        record Leave(int shift) implements Part {}

        /** {@code x = f(x)}, see {@link #called}. */
        record Call() implements Part {}
    }

    private final SplittableRandom random;
    private final List<Part> parts;
    private final StringBuilder text = new StringBuilder();
    private int labels;
    private int registers = 2;

    RandomProgram(long seed) {
        this.random = new SplittableRandom(seed);
        this.parts = draw(DEPTH);
    }

    private List<Part> draw(int depth) {
        List<Part> drawn = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int kind = depth == 0 ? 0 : random.nextInt(8);
            drawn.add(
                    switch (kind) {
                        case 1, 2, 3 ->
                            new Part.If(
                                    random.nextInt(28),
                                    random.nextInt(1, 4),
                                    draw(depth - 1),
                                    drawOrNothing(depth - 1));
                        case 4, 5 -> new Part.Loop(random.nextInt(28), draw(depth - 1));
                        case 6 -> new Part.Leave(random.nextInt(28));
                        case 7 -> new Part.Call();
                        default -> new Part.Step(random.nextInt() | 1, random.nextInt());
                    });
        }
        return drawn;
    }

    private List<Part> drawOrNothing(int depth) {
        return random.nextBoolean() ? draw(depth) : List.of();
    }

    // in Java

    /** What {@code x} is at the end. */
    int result(int thread) {
        int[] x = {thread};
        run(parts, x);
        return x[0];
    }

    /** Whether the thread goes on. */
    private static boolean run(List<Part> parts, int[] x) {
        for (Part part : parts) {
            switch (part) {
                case Part.Step step -> x[0] = x[0] * step.factor() + step.term();
                case Part.If branch -> {
                    boolean then = ((x[0] >>> branch.shift()) & 3) < branch.limit();
                    if (!run(then ? branch.then() : branch.otherwise(), x)) {
                        return false;
                    }
                }
                case Part.Loop loop -> {
                    for (int i = Integer.remainderUnsigned(x[0] >>> loop.shift(), GREATEST_TRIPS); i > 0; i--) {
                        if (!run(loop.body(), x)) {
                            return false;
                        }
                    }
                }
                case Part.Leave leave -> {
                    if (((x[0] >>> leave.shift()) & 7) == 0) {
                        return false;
                    }
                }
                case Part.Call call -> x[0] = called(x[0]);
            }
        }
        return true;
    }

    private static int called(int x) {
        if ((x & 1) == 0) {
            return x ^ 0x5555;
        }
        return x * 3;
    }

    // as PTX

    /** The module: kernel {@code k} stores {@code x} for each thread of a one-dimensional block. */
    String module() {
        emit(parts);
        return Ptx.HEADER + """
                .func (.reg .b32 y) f(.reg .b32 x)
                {
                    .reg .pred %p;
                    .reg .b32 %r;
                    and.b32 %r, x, 1;
                    setp.ne.s32 %p, %r, 0;
                    @%p bra ODD;
                    xor.b32 y, x, 0x5555;
                    ret;
                ODD:
                    mul.lo.s32 y, x, 3;
                    ret;
                }
                """ + """
                .visible .entry k(.param .u64 out)
                {
                    .reg .pred %%p;
                    .reg .b32 %%r<%d>;
                    .reg .b64 %%rd<3>;
                    mov.u32 %%r0, %%tid.x;
                %sEND:
                    ld.param.u64 %%rd0, [out];
                    mov.u32 %%r1, %%tid.x;
                    mul.wide.u32 %%rd1, %%r1, 4;
                    add.s64 %%rd2, %%rd0, %%rd1;
                    st.global.u32 [%%rd2], %%r0;
                    ret;
                }
                """.formatted(registers, text);
    }

    private void emit(List<Part> from) {
        for (Part part : from) {
            switch (part) {
                case Part.Step step -> line("mad.lo.s32 %r0, %r0, " + step.factor() + ", " + step.term() + ";");
                case Part.If branch -> {
                    int otherwise = labels++;
                    int end = labels++;
                    line("shr.u32 %r1, %r0, " + branch.shift() + ";");
                    line("and.b32 %r1, %r1, 3;");
                    line("setp.ge.s32 %p, %r1, " + branch.limit() + ";");
                    line("@%p bra L" + otherwise + ";");
                    emit(branch.then());
                    line("bra L" + end + ";");
                    label(otherwise);
                    emit(branch.otherwise());
                    label(end);
                }
                case Part.Loop loop -> {
                    int trips = registers++;
                    int start = labels++;
                    int end = labels++;
                    line("shr.u32 %r" + trips + ", %r0, " + loop.shift() + ";");
                    line("rem.u32 %r" + trips + ", %r" + trips + ", " + GREATEST_TRIPS + ";");
                    label(start);
                    line("setp.eq.s32 %p, %r" + trips + ", 0;");
                    line("@%p bra L" + end + ";");
                    emit(loop.body());
                    line("sub.s32 %r" + trips + ", %r" + trips + ", 1;");
                    line("bra L" + start + ";");
                    label(end);
                }
                case Part.Leave leave -> {
                    line("shr.u32 %r1, %r0, " + leave.shift() + ";");
                    line("and.b32 %r1, %r1, 7;");
                    line("setp.eq.s32 %p, %r1, 0;");
                    line("@%p bra END;");
                }
                case Part.Call call -> line("call.uni (%r0), f, (%r0);");
            }
        }
    }

    private void line(String instruction) {
        text.append("    ").append(instruction).append('\n');
    }

    private void label(int number) {
        text.append("L").append(number).append(":\n");
    }
}
