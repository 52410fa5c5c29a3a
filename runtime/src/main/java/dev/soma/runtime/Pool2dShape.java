package dev.soma.runtime;

/**
 * The sizes of a two-dimensional pooling, channels last: {@code x [batch, height, width, channels]}, {@code y [batch,
 * outHeight, outWidth, channels]}. Global average pooling is the one whose kernel is the image.
 *
 * @param batch images, time steps included
 * @param height input height
 * @param width input width
 * @param channels channels
 * @param kernelHeight height of the window
 * @param kernelWidth width of the window
 * @param stride step of the window in both directions
 * @param padding rows and columns of padding on each side, at most half of the window: zeros that count for the average,
 *     passed over by the maximum
 */
public record Pool2dShape(
        int batch, int height, int width, int channels, int kernelHeight, int kernelWidth, int stride, int padding) {

    /** Checks the sizes. */
    public Pool2dShape {
        Check.positive("batch", batch);
        Check.positive("height", height);
        Check.positive("width", width);
        Check.positive("channels", channels);
        Check.positive("kernelHeight", kernelHeight);
        Check.positive("kernelWidth", kernelWidth);
        Check.positive("stride", stride);
        Check.atLeast("padding", padding, 0);
        if (padding > kernelHeight / 2 || padding > kernelWidth / 2) {
            throw new IllegalArgumentException("padding is " + padding + ", expected at most half of the window "
                    + kernelHeight + " x " + kernelWidth);
        }
        if (kernelHeight > height + 2 * padding || kernelWidth > width + 2 * padding) {
            throw new IllegalArgumentException("the window " + kernelHeight + " x " + kernelWidth
                    + " exceeds the padded input " + (height + 2 * padding) + " x " + (width + 2 * padding));
        }
        Check.size("x", batch, height, width, channels);
    }

    /** Square windows side by side. */
    public static Pool2dShape of(int batch, int height, int width, int channels, int kernel) {
        return new Pool2dShape(batch, height, width, channels, kernel, kernel, kernel, 0);
    }

    /** One window over the whole image. */
    public static Pool2dShape global(int batch, int height, int width, int channels) {
        return new Pool2dShape(batch, height, width, channels, height, width, 1, 0);
    }

    /** Height of the output. */
    public int outHeight() {
        return (height + 2 * padding - kernelHeight) / stride + 1;
    }

    /** Width of the output. */
    public int outWidth() {
        return (width + 2 * padding - kernelWidth) / stride + 1;
    }

    /** Elements of {@code x}. */
    public int inputSize() {
        return batch * height * width * channels;
    }

    /** Words of {@code x} when it is spikes. */
    public int inputWords() {
        return batch * height * width * Spikes.words(channels);
    }

    /** Elements of {@code y}. */
    public int outputSize() {
        return batch * outHeight() * outWidth() * channels;
    }

    /** Words of {@code y} when it is spikes. */
    public int outputWords() {
        return batch * outHeight() * outWidth() * Spikes.words(channels);
    }
}
