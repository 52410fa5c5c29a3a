package dev.soma.runtime.fuzz;

import java.util.List;

/** The Java source of a class with one kernel, whose work-groups run a body each. */
final class KernelSource {
    /** Work-items of a group. */
    static final int ITEMS = 16;

    /** Ints of a work-item in {@code memory}, and results of each type. */
    static final int SLOTS = 8;

    private KernelSource() {}

    static String of(String name, List<Tree> bodies) {
        StringBuilder out = new StringBuilder("import dev.soma.kernels.KernelContext;\npublic final class ")
                .append(name)
                .append(" {\n")
                .append("""
                static int mix(int a, int b) { for (int i = 0; i < 3; i++) { if (a == b) { return i; } a = a * 31 + b; } return a; }
                static float pick(float x, float y) { return x > y ? x : y < 0f ? -y : y + 1f; }
                static boolean odd(int a) { return (a & 1) != 0; }
                static int bits(float x) { return x != x ? 0x7fc00000 : Float.floatToRawIntBits(x); }
                static void bump(int[] memory, int at, int by) { if (by != 0) { memory[at] += by; } }
                """);
        for (int k = 0; k < bodies.size(); k++) {
            out.append("""
                    static void body%d(KernelContext context, int item, int[] ints, float[] floats, int[] memory, float[] results, int[] local) {
                    int base = context.globalIdx * 8;
                    int a = ints[item]; int b = ints[item + 16]; int c = ints[item + 32]; int d = %d;
                    float x = floats[item]; float y = floats[item + 16]; float z = floats[item + 32];
                    boolean p = a < b; boolean q = x < y;
                    %s
                    memory[base] ^= a; memory[base + 1] ^= b; memory[base + 2] ^= c; memory[base + 3] ^= d;
                    memory[base + 4] += p ? 1 : 0; memory[base + 5] += q ? 1 : 0;
                    results[base] = x; results[base + 1] = y; results[base + 2] = z;
                    }
                    """.formatted(k, k, bodies.get(k).source()));
        }
        out.append("""
                public static void kernel(KernelContext context, int[] ints, float[] floats, int[] memory, float[] results) {
                int[] local = context.allocateIntLocalArray(16);
                """);
        for (int k = 0; k < bodies.size(); k++) {
            out.append(k == 0 ? "" : "else ")
                    .append("if (context.groupIdx == ")
                    .append(k)
                    .append(") { body")
                    .append(k)
                    .append("(context, context.localIdx, ints, floats, memory, results, local); }\n");
        }
        return out.append("}\n}\n").toString();
    }
}
