package dev.soma.layers;

import dev.soma.runtime.Conv2dShape;

/**
 * Two-dimensional convolution, on floats or on spikes; the output is floats.
 *
 * <p>The weight, {@code [kernel, kernel, inChannels / groups, channels]}, starts normally distributed with variance {@code
 * 2 / (kernel * kernel * channels / groups)} (He et al. 2015, fan-out), the bias, if any, at 0.
 *
 * @param channels output channels
 * @param kernel height and width of the kernel
 * @param stride step of the kernel
 * @param padding rows and columns of zeros on each side
 * @param dilation distance of the taps
 * @param groups number of groups; as many as input channels for a depthwise convolution
 * @param bias whether there is a bias: superfluous before a batch normalisation
 */
public record Conv2d(int channels, int kernel, int stride, int padding, int dilation, int groups, boolean bias)
        implements Layer {

    /** A convolution without bias that keeps the image's size: stride 1, padding {@code kernel / 2}. */
    public Conv2d(int channels, int kernel) {
        this(channels, kernel, 1, kernel / 2, 1, 1, false);
    }

    /** The same with another stride. */
    public Conv2d withStride(int newStride) {
        return new Conv2d(channels, kernel, newStride, padding, dilation, groups, bias);
    }

    /** The same with or without bias. */
    public Conv2d withBias(boolean newBias) {
        return new Conv2d(channels, kernel, stride, padding, dilation, groups, newBias);
    }

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        Conv2dShape shape;
        try {
            shape = shape(1, input);
        } catch (IllegalArgumentException e) {
            throw construction.error(String.valueOf(e.getMessage()) + " (input " + input + ")");
        }
        double deviation = Math.sqrt(2.0 / (kernel * kernel * shape.groupOutChannels()));
        NamedBuffer weight =
                construction.normal("weight", deviation, kernel, kernel, shape.groupInChannels(), channels);
        return new LiveConvolution(construction, input, this, weight);
    }

    Conv2dShape shape(int images, Signal input) {
        return new Conv2dShape(
                images,
                input.height(),
                input.width(),
                input.channels(),
                channels,
                kernel,
                kernel,
                stride,
                padding,
                dilation,
                groups);
    }
}
