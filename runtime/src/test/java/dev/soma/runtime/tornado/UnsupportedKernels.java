package dev.soma.runtime.tornado;

import dev.soma.kernels.KernelContext;
import java.util.function.IntUnaryOperator;

/** Kernels that TornadoVM does not compile. */
public final class UnsupportedKernels {
    static final float[] TABLE = {1, 2, 3};

    private UnsupportedKernels() {}

    public static void sine(KernelContext context, float[] x) {
        x[context.globalIdx] = (float) Math.sin(x[context.globalIdx]);
    }

    public static void leadingZeros(KernelContext context, int[] x) {
        x[context.globalIdx] = helper(x[context.globalIdx]);
    }

    private static int helper(int x) {
        return Integer.numberOfLeadingZeros(x);
    }

    public static void table(KernelContext context, float[] x) {
        x[context.globalIdx] = TABLE[context.globalIdx];
    }

    public static void lambda(KernelContext context, int[] x) {
        IntUnaryOperator twice = value -> 2 * value;
        x[context.globalIdx] = twice.applyAsInt(3);
    }

    public static void matrix(KernelContext context, float[] x) {
        float[][] rows = new float[2][3];
        x[context.globalIdx] = rows[0][1];
    }

    public static void object(KernelContext context, int[] x) {
        x[context.globalIdx] = new StringBuilder().length();
    }

    @SuppressWarnings("ThrowNull") // that is the kernel
    public static void thrown(KernelContext context, int[] x) {
        if (x[context.globalIdx] < 0) {
            throw null;
        }
    }

    public static void monitor(KernelContext context, int[] x) {
        synchronized (x) {
            x[context.globalIdx] = 1;
        }
    }

    public static void recursion(KernelContext context, int[] x) {
        x[context.globalIdx] = factorial(x, x[0]);
    }

    private static int factorial(int[] x, int n) {
        return n <= 1 ? 1 : n * factorial(x, n - 1);
    }
}
