package dev.soma.runtime.ptx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 32 threads in lockstep. */
final class Warp {
    private static final int UNKNOWN = 0x5A5A_5A5A;

    /** What a warp that stopped waits for. */
    enum State {
        BARRIER,
        DONE
    }

    /** The registers: {@link Lanes#COUNT} longs each. */
    final long[] r;
    /** The predicates: a bit a lane. */
    final int[] predicates;

    private final Launch launch;
    private final Block block;
    private final Program program;
    private final int index;
    private final int lanes;
    private final SimtStack stack = new SimtStack();
    private final @Nullable ScratchMemory local;
    private int pc;
    private int lastExit = -1;

    Warp(Launch launch, Block block, int index) {
        this.launch = launch;
        this.block = block;
        this.program = launch.program();
        this.index = index;
        int threads = Math.min(Lanes.COUNT, launch.blockThreads() - index * Lanes.COUNT);
        this.lanes = threads == Lanes.COUNT ? -1 : (1 << threads) - 1;
        this.r = new long[program.registers().words()];
        this.predicates = new int[program.registers().predicates()];
        this.local = program.local().isEmpty() ? null : new ScratchMemory("local", program.local(), Lanes.COUNT);
        fixed();
    }

    /** Fills the registers that never change. */
    private void fixed() {
        program.registers().constants().forEach((value, place) -> fill(place, value));
        List<Variable> parameters = program.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            fill(program.registers().place(parameters.get(i)), launch.argument(i));
        }
        for (Map.Entry<Special, Integer> special :
                program.registers().specials().entrySet()) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                r[special.getValue() + lane] = launch.special(special.getKey(), index, lane);
            }
        }
    }

    private void fill(int place, long value) {
        Arrays.fill(r, place, place + Lanes.COUNT, value);
    }

    /** Begins the current block. */
    void start() {
        // a register that nothing was written to holds no plausible value
        Arrays.fill(r, 0, program.registers().declaredWords(), Allocation.POISON);
        Arrays.fill(predicates, UNKNOWN);
        for (Special special : new Special[] {Special.CTAID_X, Special.CTAID_Y, Special.CTAID_Z}) {
            Integer place = program.registers().specials().get(special);
            if (place != null) {
                fill(place, launch.special(special, index, 0));
            }
        }
        if (local != null) {
            local.clear();
        }
        lastExit = -1;
        stack.start(lanes);
    }

    /** Runs to the next barrier, or to the end. */
    State run() {
        Operation.@Nullable Plain[] plain = launch.plain();
        Counters counters = launch.counters();
        List<Instruction> code = program.code();
        int[] guards = launch.guards();
        while (!stack.isEmpty()) {
            pc = stack.position();
            int mask = stack.lanes();
            int guard = guards[pc];
            int on = mask;
            if (guard > 0) {
                on &= predicates[guard - 1];
            } else if (guard < 0) {
                on &= ~predicates[-guard - 1];
            }
            launch.issue(this);
            counters.warps[pc]++;
            counters.lanes[pc] += Integer.bitCount(on);
            Operation.Plain work = plain[pc];
            if (work != null) {
                if (on != 0) {
                    work.execute(this, on);
                }
                stack.next(pc + 1);
            } else if (control(code.get(pc), mask, on)) {
                return State.BARRIER;
            }
        }
        return State.DONE;
    }

    /** Whether the warp waits now. */
    private boolean control(Instruction instruction, int mask, int on) {
        switch (instruction.operation()) {
            case Operation.Branch branch -> {
                if (on != 0 && on != mask) {
                    if (branch.uniform()) {
                        throw fault(Integer.numberOfTrailingZeros(on), "the lanes of a bra.uni part");
                    }
                    launch.counters().divergentBranches++;
                    stack.diverge(branch.target(), on, pc + 1, mask & ~on, instruction.reconvergence());
                } else {
                    stack.next(on != 0 ? branch.target() : pc + 1);
                }
            }
            case Operation.Call call -> {
                call.into().execute(this, on);
                stack.call(call.target(), pc);
            }
            case Operation.Return r -> leave(on, true);
            case Operation.Exit e -> leave(on, false);
            case Operation.Trap t -> {
                if (on != 0) {
                    throw fault(Integer.numberOfTrailingZeros(on), "the kernel trapped");
                }
                stack.next(pc + 1);
            }
            case Operation.Barrier b -> {
                checkWhole(mask);
                stack.next(pc + 1);
                return true;
            }
            case Operation.Plain p -> throw new IllegalStateException("plain work is done elsewhere");
        }
        return false;
    }

    private void leave(int on, boolean function) {
        stack.next(pc + 1);
        if (on == 0) {
            return;
        }
        if (function && stack.inFunction()) {
            stack.leaveFunction(on);
        } else {
            lastExit = pc;
            stack.leave(on);
        }
        int call = stack.settle();
        while (call >= 0) {
            if (program.code().get(call).operation() instanceof Operation.Call made) {
                made.back().execute(this, stack.lanes());
            }
            call = stack.settle();
        }
    }

    private void checkWhole(int mask) {
        int missing = lanes & ~mask;
        if (missing == 0) {
            return;
        }
        int lane = Integer.numberOfTrailingZeros(missing);
        String where = (live() >>> lane & 1) == 0
                ? "left the kernel, the last at line "
                        + program.code().get(lastExit).line()
                : "is at line " + program.code().get(stack.positionOf(lane)).line();
        throw fault(
                Integer.numberOfTrailingZeros(mask),
                "only a part of the warp reaches the barrier: " + launch.thread(index * Lanes.COUNT + lane) + " "
                        + where);
    }

    /** The lanes that have not left the kernel. */
    int live() {
        return stack.all();
    }

    void setPredicate(int predicate, int value, int mask) {
        predicates[predicate] = (predicates[predicate] & ~mask) | (value & mask);
    }

    /** The position of the current instruction. */
    int position() {
        return pc;
    }

    /** The position of the last instruction at which lanes left. */
    int lastExit() {
        return lastExit;
    }

    Launch launch() {
        return launch;
    }

    Block block() {
        return block;
    }

    ScratchMemory local() {
        if (local == null) {
            throw fault(0, "the kernel has no local memory");
        }
        return local;
    }

    /** A lane's access now, see {@link Stamps}. */
    long record(int lane) {
        return Stamps.of(launch.stamp(), pc, index * Lanes.COUNT + lane);
    }

    /** A fault of a lane in the current instruction. */
    PtxException fault(int lane, String message) {
        Instruction instruction = program.code().get(pc);
        return new PtxException(program.name() + ", line " + instruction.line() + " (" + instruction.text() + "), "
                + launch.thread(index * Lanes.COUNT + lane) + ": " + message);
    }
}
