package dev.soma.runtime.compiler;

import dev.soma.kernels.KernelContext;

/** Kernels that use what kernels may not. */
public final class RefusedKernels {
    private static int counter;

    private RefusedKernels() {}

    public static void length(KernelContext context, float[] x) {
        x[0] = x.length;
    }

    public static void object(KernelContext context, float[] x) {
        x[0] = new Object().hashCode();
    }

    public static void string(KernelContext context, float[] x) {
        x[0] = "kernel".hashCode();
    }

    public static void doubles(KernelContext context, float[] x) {
        x[0] = (float) (x[0] * 0.1);
    }

    public static void exception(KernelContext context, float[] x) {
        if (x[0] < 0f) {
            throw new IllegalStateException();
        }
    }

    public static void handler(KernelContext context, float[] x) {
        try {
            x[0] = 1f;
        } catch (IllegalStateException e) {
            x[0] = 2f;
        }
    }

    public static void lambda(KernelContext context, float[] x) {
        Runnable run = () -> x[0] = 1f;
        run.run();
    }

    public static void library(KernelContext context, float[] x) {
        x[0] = (float) Math.exp(x[0]);
    }

    public static void cube(KernelContext context, float[] x) {
        x[0] = Math.floorMod((int) x[0], 3);
    }

    public static void state(KernelContext context, int[] x) {
        x[0] = counter;
    }

    public static void change(KernelContext context, int[] x) {
        counter = x[0];
    }

    public static void recursion(KernelContext context, int[] x) {
        x[0] = factorial(x[0]);
    }

    private static int factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    public static void dynamicSize(KernelContext context, int size, float[] x) {
        float[] tile = context.allocateFloatLocalArray(size);
        tile[0] = x[0];
    }

    public static void lateAllocation(KernelContext context, int size, float[] x) {
        if (context.globalIdx < size) {
            float[] tile = context.allocateFloatLocalArray(4);
            tile[0] = x[0];
        }
    }

    public static void matrix(KernelContext context, float[] x) {
        float[][] rows = new float[2][2];
        x[0] = rows[0][0];
    }

    public static void mixed(KernelContext context, float[] x) {
        float[] own = new float[4];
        float[] either = x[0] > 0f ? x : own;
        either[0] = 1f;
    }
}
