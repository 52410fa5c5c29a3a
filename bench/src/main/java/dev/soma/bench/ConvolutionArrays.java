package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;

/**
 * The arrays of a convolution, in Soma's layout.
 *
 * @param shape its sizes
 * @param x the input, floats or, as zeros and ones, spikes
 * @param weight the weights
 * @param gradY the output's gradient
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
record ConvolutionArrays(Conv2dShape shape, float[] x, float[] weight, float[] gradY) {

    /** Random arrays, the same each time. */
    static ConvolutionArrays of(ConvolutionKind kind, Conv2dShape shape, double spikeRate) {
        return new ConvolutionArrays(
                shape,
                kind.onSpikes()
                        ? RandomArrays.toFloats(RandomArrays.spikes(2, shape.inputSize(), spikeRate))
                        : RandomArrays.normal(1, shape.inputSize(), 1),
                RandomArrays.normal(3, shape.weightSize(), 0.05),
                RandomArrays.normal(4, shape.outputSize(), 1));
    }

    int taps() {
        return shape.kernelHeight() * shape.kernelWidth();
    }

    int pixels() {
        return shape.height() * shape.width();
    }

    int outPixels() {
        return shape.outHeight() * shape.outWidth();
    }
}
