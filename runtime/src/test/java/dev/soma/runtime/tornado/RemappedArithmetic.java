package dev.soma.runtime.tornado;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.KernelMath;

/** Kernels with everything that {@link KernelRemapper} changes. */
public final class RemappedArithmetic {
    private RemappedArithmetic() {}

    /** {@code out} is {@code [3, size]}: quotient and remainder by a constant, and magnitude. */
    public static void quotients(KernelContext context, int size, int divisor, int[] a, int[] out) {
        int i = context.globalIdx;
        if (i < size) {
            out[i] = a[i] / divisor;
            out[size + i] = a[i] % divisor;
            out[2 * size + i] = Math.abs(a[i]);
        }
    }

    /** {@code out} is {@code [5, size]}: unsigned shift, quotient, remainder and trailing zeros of a and b. */
    public static void integers(KernelContext context, int size, int[] a, int[] b, int[] out) {
        int i = context.globalIdx;
        if (i < size) {
            int y = b[i];
            out[i] = a[i] >>> y;
            out[size + i] = a[i] / y;
            out[2 * size + i] = a[i] % y;
            out[3 * size + i] = Integer.numberOfTrailingZeros(a[i]);
            out[4 * size + i] = shared(a[i]) - (a[i] >>> 5) / (1 + (y & 7));
        }
    }

    /** {@code out} is {@code [4, size]}: exponential, hyperbolic tangent, arc tangent, and 1 where a is no number. */
    public static void functions(KernelContext context, int size, float[] a, float[] out) {
        int i = context.globalIdx;
        if (i < size) {
            out[i] = KernelMath.exp(a[i]);
            out[size + i] = KernelMath.tanh(a[i]);
            out[2 * size + i] = KernelMath.atan(a[i]);
            out[3 * size + i] = KernelMath.isNaN(a[i]) ? 1f : 0f;
        }
    }

    /** {@code out = a * b + c}, fused here and not after remapping. */
    public static void multiplyAdd(KernelContext context, int size, float[] a, float[] b, float[] c, float[] out) {
        int i = context.globalIdx;
        if (i < size) {
            out[i] = Math.fma(a[i], b[i], c[i]);
        }
    }

    /** Calls that are inlined, one within the other, with loops, switches and early returns. */
    public static void calls(KernelContext context, int size, int[] a, int[] out) {
        int[] local = context.allocateIntLocalArray(8);
        int item = context.localIdx;
        local[item] = context.globalIdx < size ? a[context.globalIdx] : 0;
        context.localBarrier();
        if (context.globalIdx < size) {
            out[context.globalIdx] = 3 + sumOf(local, item) * firstOver(a, size, 40);
        }
    }

    private static int sumOf(int[] values, int rotation) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            switch ((i + rotation) & 3) {
                case 0 -> sum += values[i];
                case 1 -> sum -= firstOver(values, 8, i);
                default -> sum ^= values[(i + rotation) & 7];
            }
        }
        return sum;
    }

    private static int firstOver(int[] values, int size, int bound) {
        for (int i = 0; i < size; i++) {
            if (values[i] > bound) {
                return i;
            }
        }
        return -1;
    }

    private static int shared(int value) {
        return value < 0 ? -value : value + 1;
    }
}
