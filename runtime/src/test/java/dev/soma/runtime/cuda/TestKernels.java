package dev.soma.runtime.cuda;

import dev.soma.kernels.KernelContext;

/** Kernels for the tests of the device. */
public final class TestKernels {
    private TestKernels() {}

    /** y[i] = factor * x[i] + shift. */
    public static void scale(KernelContext context, int size, float[] x, float factor, int shift, float[] y) {
        int i = context.globalIdx;
        if (i < size) {
            y[i] = factor * x[i] + shift;
        }
    }

    /** Counts up. */
    public static void count(KernelContext context, int size, int[] counts) {
        int i = context.globalIdx;
        if (i < size) {
            counts[i] += 1;
        }
    }

    /** A kernel whose PTX the driver refuses. */
    public static void refused(KernelContext context, int size) {}
}
