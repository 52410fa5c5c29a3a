package dev.soma.kernels.pooling;

/**
 * Where windows lie, in one direction: output {@code out} covers the inputs {@code out * stride - padding} up to {@code
 * kernel} further, as far as they are in the image.
 */
public final class PoolingWindow {
    private PoolingWindow() {}

    /** The number of windows over {@code size} inputs. */
    public static int outputs(int size, int kernel, int stride, int padding) {
        return (size + 2 * padding - kernel) / stride + 1;
    }

    /** The first input of a window. */
    public static int begin(int out, int stride, int padding) {
        return Math.max(out * stride - padding, 0);
    }

    /** The input after the last of a window. */
    public static int end(int out, int kernel, int stride, int padding, int size) {
        return Math.min(out * stride - padding + kernel, size);
    }

    /** The first window that covers the input {@code in}. */
    public static int firstOutput(int in, int kernel, int stride, int padding) {
        return Math.max(in + padding - kernel + stride, 0) / stride;
    }

    /** The window after the last that covers the input {@code in}. */
    public static int endOutput(int in, int stride, int padding, int outputs) {
        return Math.min((in + padding) / stride + 1, outputs);
    }
}
