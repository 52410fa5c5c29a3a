package dev.soma.runtime.ptx;

import java.util.List;

/**
 * An instruction and what it computes. The operands a, b, c are {@code %rd1..3}, their low halves {@code %r1..3} and
 * {@code %f1..3}, whether the low halves are above zero as signed integers {@code %p1..3}; the result is in {@code %rd0},
 * {@code %r0}, {@code %f0} or {@code %p0}.
 */
record InstructionCase(String text, String result, Meaning meaning) {
    /** The result's bits; of a predicate 0 or 1. */
    @FunctionalInterface
    interface Meaning {
        long of(long a, long b, long c);
    }

    /** The meaning of an instruction on integers of 32 bits. */
    @FunctionalInterface
    interface IntMeaning {
        long of(int a, int b, int c);
    }

    /** The meaning of an instruction on floats. */
    @FunctionalInterface
    interface FloatMeaning {
        float of(float a, float b, float c);
    }

    static InstructionCase ints(String text, IntMeaning meaning) {
        return new InstructionCase(text, "r", (a, b, c) -> meaning.of((int) a, (int) b, (int) c));
    }

    static InstructionCase floats(String text, FloatMeaning meaning) {
        return new InstructionCase(text, "f", (a, b, c) -> {
            float result = meaning.of(
                    Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b), Float.intBitsToFloat((int) c));
            return Float.isNaN(result) ? 0x7FFF_FFFF : Float.floatToRawIntBits(result);
        });
    }

    static InstructionCase longs(String text, Meaning meaning) {
        return new InstructionCase(text, "rd", meaning);
    }

    static InstructionCase predicate(String text, IntMeaning meaning) {
        return new InstructionCase(text, "p", (a, b, c) -> meaning.of((int) a, (int) b, (int) c));
    }

    /** The kernel {@code name} that runs the instruction for each thread's operands. */
    String entry(String name) {
        String store = switch (result) {
            case "p" -> "selp.u32 %r0, 1, 0, %p0;\nst.global.u32 [%rd5], %r0;";
            case "rd" -> "st.global.u64 [%rd5], %rd0;";
            case "f" -> "st.global.f32 [%rd5], %f0;";
            default -> "st.global.u32 [%rd5], %r0;";
        };
        return Ptx.entry(name, ".param .u64 in, .param .u64 out", """
                mov.u32 %%r4, %%tid.x;
                ld.param.u64 %%rd4, [in];
                mul.wide.u32 %%rd6, %%r4, 24;
                add.u64 %%rd4, %%rd4, %%rd6;
                ld.param.u64 %%rd5, [out];
                mul.wide.u32 %%rd6, %%r4, 8;
                add.u64 %%rd5, %%rd5, %%rd6;
                ld.global.u64 %%rd1, [%%rd4];
                ld.global.u64 %%rd2, [%%rd4+8];
                ld.global.u64 %%rd3, [%%rd4+16];
                cvt.u32.u64 %%r1, %%rd1;
                cvt.u32.u64 %%r2, %%rd2;
                cvt.u32.u64 %%r3, %%rd3;
                mov.b32 %%f1, %%r1;
                mov.b32 %%f2, %%r2;
                mov.b32 %%f3, %%r3;
                setp.gt.s32 %%p1, %%r1, 0;
                setp.gt.s32 %%p2, %%r2, 0;
                setp.gt.s32 %%p3, %%r3, 0;
                %s
                %s
                """.formatted(text, store));
    }

    String module() {
        return Ptx.HEADER + entry("k");
    }

    /** The results for {@link Lanes#COUNT} triples of operands, as {@link #expected} gives them. */
    long[] run(List<long[]> operands) {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(module());
        int n = operands.size();
        int[] in = new int[6 * n];
        for (int i = 0; i < 3 * n; i++) {
            long value = operands.get(i / 3)[i % 3];
            in[2 * i] = (int) value;
            in[2 * i + 1] = (int) (value >>> 32);
        }
        long inAddress = machine.allocate("in", 4L * in.length);
        long outAddress = machine.allocate("out", 8L * n);
        machine.write(inAddress, in);
        machine.fill(outAddress, 0, 2 * n);
        machine.launch(module, "k", Dim3.of(1), Dim3.of(n), inAddress, outAddress);
        int[] out = machine.readInts(outAddress, 2 * n);
        long[] results = new long[n];
        for (int i = 0; i < n; i++) {
            results[i] = (out[2 * i] & 0xFFFF_FFFFL) | ((long) out[2 * i + 1] << 32);
        }
        return results;
    }

    long expected(long[] operands) {
        long expected = meaning.of(operands[0], operands[1], operands[2]);
        return result.equals("rd") ? expected : expected & 0xFFFF_FFFFL;
    }

    @Override
    public String toString() {
        return text;
    }
}
