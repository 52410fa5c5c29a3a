package dev.soma.bench;

import dev.soma.kernels.KernelContext;

/** A kernel so small that its launch is what it costs. */
public final class ScaleKernel {
    private ScaleKernel() {}

    /**
     * {@code y = a * x}. Launch: a work-item an element.
     *
     * @param n elements
     * @param a factor
     * @param x {@code [n]}
     * @param y out, {@code [n]}
     */
    public static void scale(KernelContext context, int n, float a, float[] x, float[] y) {
        int i = context.globalIdx;
        if (i < n) {
            y[i] = a * x[i];
        }
    }
}
