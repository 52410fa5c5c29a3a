package dev.soma.bench;

/** Orders of axes. Soma has channels last, PyTorch channels first. */
final class Layout {
    private Layout() {}

    /**
     * Puts the axes into another order: axis {@code i} of the result is axis {@code axes[i]} of {@code values}.
     *
     * @param shape the shape of {@code values}
     */
    static float[] permute(float[] values, int[] shape, int... axes) {
        int rank = shape.length;
        int[] strides = new int[rank];
        int size = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = size;
            size *= shape[axis];
        }
        if (axes.length != rank || size != values.length) {
            throw new IllegalArgumentException(values.length + " values and " + axes.length
                    + " axes do not fit a shape of " + size + " values and " + rank + " axes");
        }
        float[] permuted = new float[size];
        int[] index = new int[rank];
        int source = 0;
        for (int i = 0; i < size; i++) {
            permuted[i] = values[source];
            for (int axis = rank - 1; axis >= 0; axis--) {
                int stride = strides[axes[axis]];
                source += stride;
                if (++index[axis] < shape[axes[axis]]) {
                    break;
                }
                source -= index[axis] * stride;
                index[axis] = 0;
            }
        }
        return permuted;
    }

    /** {@code [images, pixels, channels]} to {@code [images, channels, pixels]}. */
    static float[] channelsFirst(float[] values, int images, int pixels, int channels) {
        return permute(values, new int[] {images, pixels, channels}, 0, 2, 1);
    }

    /** {@code [images, channels, pixels]} to {@code [images, pixels, channels]}. */
    static float[] channelsLast(float[] values, int images, int pixels, int channels) {
        return permute(values, new int[] {images, channels, pixels}, 0, 2, 1);
    }

    /** {@code [taps, in, out]} to {@code [out, in, taps]}; for linear maps after a flattening the taps are the pixels. */
    static float[] weightToPyTorch(float[] values, int taps, int in, int out) {
        return permute(values, new int[] {taps, in, out}, 2, 1, 0);
    }

    /** {@code [out, in, taps]} to {@code [taps, in, out]}. */
    static float[] weightToSoma(float[] values, int taps, int in, int out) {
        return permute(values, new int[] {out, in, taps}, 2, 1, 0);
    }
}
