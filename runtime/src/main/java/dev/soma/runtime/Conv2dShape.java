package dev.soma.runtime;

/**
 * The sizes of a two-dimensional convolution, channels last. Time steps count as batch: {@code batch = T * N}.
 *
 * <p>{@code x [batch, height, width, inChannels]}, {@code weight [kernelHeight, kernelWidth, inChannels / groups,
 * outChannels]}, {@code y [batch, outHeight, outWidth, outChannels]}. Group {@code g} connects input channels
 * {@code [g * inChannels / groups, (g + 1) * inChannels / groups)} with the like output channels; depthwise is
 * {@code groups = inChannels}.
 *
 * @param batch images, time steps included
 * @param height input height
 * @param width input width
 * @param inChannels input channels, a multiple of {@code groups}
 * @param outChannels output channels, a multiple of {@code groups}
 * @param kernelHeight height of the kernel
 * @param kernelWidth width of the kernel
 * @param stride step of the kernel in both directions
 * @param padding rows and columns of zeros on each side
 * @param dilation distance of the kernel's taps in both directions
 * @param groups number of groups
 */
public record Conv2dShape(
        int batch,
        int height,
        int width,
        int inChannels,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padding,
        int dilation,
        int groups) {

    /** Checks the sizes; the message names the one that is wrong. */
    public Conv2dShape {
        Check.positive("batch", batch);
        Check.positive("height", height);
        Check.positive("width", width);
        Check.positive("inChannels", inChannels);
        Check.positive("outChannels", outChannels);
        Check.positive("kernelHeight", kernelHeight);
        Check.positive("kernelWidth", kernelWidth);
        Check.positive("stride", stride);
        Check.atLeast("padding", padding, 0);
        Check.positive("dilation", dilation);
        Check.positive("groups", groups);
        if (inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException("groups is " + groups + ", expected a divisor of inChannels ("
                    + inChannels + ") and of outChannels (" + outChannels + ")");
        }
        requireFit("kernelHeight", kernelHeight, dilation, "height", height, padding);
        requireFit("kernelWidth", kernelWidth, dilation, "width", width, padding);
        Check.size("x", batch, height, width, inChannels);
        Check.size("weight", kernelHeight, kernelWidth, inChannels / groups, outChannels);
        Check.size(
                "y",
                batch,
                outSize(height, kernelHeight, stride, padding, dilation),
                outSize(width, kernelWidth, stride, padding, dilation),
                outChannels);
    }

    /** A convolution without dilation or groups. */
    public static Conv2dShape of(
            int batch, int height, int width, int inChannels, int outChannels, int kernel, int stride, int padding) {
        return new Conv2dShape(batch, height, width, inChannels, outChannels, kernel, kernel, stride, padding, 1, 1);
    }

    /** A linear map of {@code rows} vectors: a convolution of one pixel. {@code weight [inFeatures, outFeatures]}. */
    public static Conv2dShape linear(int rows, int inFeatures, int outFeatures) {
        return of(rows, 1, 1, inFeatures, outFeatures, 1, 1, 0);
    }

    /** Height of the output. */
    public int outHeight() {
        return outSize(height, kernelHeight, stride, padding, dilation);
    }

    /** Width of the output. */
    public int outWidth() {
        return outSize(width, kernelWidth, stride, padding, dilation);
    }

    /** The neurons behind it: {@code batch} is that of all {@code steps}. */
    public NeuronShape neurons(int steps) {
        return new NeuronShape(steps, batch / steps, outHeight() * outWidth(), outChannels);
    }

    /** Input channels of a group. */
    public int groupInChannels() {
        return inChannels / groups;
    }

    /** Output channels of a group. */
    public int groupOutChannels() {
        return outChannels / groups;
    }

    /** Pixels of the output, over the batch. */
    public int outPixels() {
        return batch * outHeight() * outWidth();
    }

    /** Elements of {@code x}. */
    public int inputSize() {
        return batch * height * width * inChannels;
    }

    /** Words of {@code x} when it is spikes. */
    public int inputWords() {
        return batch * height * width * Spikes.words(inChannels);
    }

    /** Elements of {@code weight}. */
    public int weightSize() {
        return kernelHeight * kernelWidth * groupInChannels() * outChannels;
    }

    /** Elements of {@code y}. */
    public int outputSize() {
        return outPixels() * outChannels;
    }

    private static int outSize(int size, int kernel, int stride, int padding, int dilation) {
        return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }

    private static void requireFit(String kernelName, int kernel, int dilation, String name, int size, int padding) {
        long reach = (long) dilation * (kernel - 1) + 1;
        long padded = size + 2L * padding;
        if (reach > padded) {
            throw new IllegalArgumentException(kernelName + " " + kernel + " with dilation " + dilation + " covers "
                    + reach + ", more than the padded " + name + " " + padded);
        }
    }
}
