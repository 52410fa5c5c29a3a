package dev.soma.kernels.array;

import dev.soma.kernels.KernelContext;

/** Element-wise helpers on whole arrays: one work-item an element. */
public final class ArrayKernels {
    private ArrayKernels() {}

    /**
     * {@code y = a + b}, the residual sum.
     *
     * <p>Launch: one work-item an element. Cost: reads {@code 8 * size} bytes, writes {@code 4 * size}.
     *
     * @param a {@code [size]}
     * @param b {@code [size]}
     * @param y out, {@code [size]}; may be {@code a} or {@code b}
     */
    public static void arrayAdd(KernelContext context, int size, float[] a, float[] b, float[] y) {
        int index = context.globalIdx;
        if (index < size) {
            y[index] = a[index] + b[index];
        }
    }

    /**
     * {@code y = value} everywhere.
     *
     * <p>Launch: one work-item an element. Cost: writes {@code 4 * size} bytes.
     *
     * @param y out, {@code [size]}
     */
    public static void arrayFill(KernelContext context, int size, float value, float[] y) {
        int index = context.globalIdx;
        if (index < size) {
            y[index] = value;
        }
    }

    /**
     * {@code y = x}.
     *
     * <p>Launch: one work-item an element. Cost: reads {@code 4 * size} bytes, writes as many.
     *
     * @param x {@code [size]}
     * @param y out, {@code [size]}
     */
    public static void arrayCopy(KernelContext context, int size, float[] x, float[] y) {
        int index = context.globalIdx;
        if (index < size) {
            y[index] = x[index];
        }
    }
}
