package dev.soma.kernels.pooling;

import dev.soma.kernels.KernelContext;

/**
 * Average pooling: the sum of each window, row by row, divided by {@code kernelHeight * kernelWidth}; what lies outside of
 * the image counts as 0. {@code outHeight = (height + 2 * padding - kernelHeight) / stride + 1}, {@code outWidth} likewise.
 */
public final class AveragePoolingKernels {
    private AveragePoolingKernels() {}

    /**
     * Average of floats.
     *
     * <p>Launch: one work-item an output, neighbours on neighbouring channels. Cost: {@code kernelHeight * kernelWidth}
     * additions and reads an output.
     *
     * @param x {@code [batch, height, width, channels]}
     * @param y out, {@code [batch, outHeight, outWidth, channels]}
     */
    public static void averageForward(
            KernelContext context,
            int batch,
            int height,
            int width,
            int channels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            float[] x,
            float[] y) {
        int outHeight = PoolingWindow.outputs(height, kernelHeight, stride, padding);
        int outWidth = PoolingWindow.outputs(width, kernelWidth, stride, padding);
        int index = context.globalIdx;
        if (index < batch * outHeight * outWidth * channels) {
            int pixel = index / channels;
            int c = index - pixel * channels;
            int row = pixel / outWidth;
            int outX = pixel - row * outWidth;
            int image = row / outHeight;
            int outY = row - image * outHeight;
            int endY = PoolingWindow.end(outY, kernelHeight, stride, padding, height);
            int beginX = PoolingWindow.begin(outX, stride, padding);
            int endX = PoolingWindow.end(outX, kernelWidth, stride, padding, width);
            float sum = 0f;
            for (int inY = PoolingWindow.begin(outY, stride, padding); inY < endY; inY++) {
                int base = (image * height + inY) * width * channels + c;
                for (int inX = beginX; inX < endX; inX++) {
                    sum += x[base + inX * channels];
                }
            }
            y[index] = sum / (kernelHeight * kernelWidth);
        }
    }

    /**
     * Average of spikes, as floats.
     *
     * <p>Launch: one work-item an output, neighbours on neighbouring channels: 32 of them read the same word. Cost: {@code
     * kernelHeight * kernelWidth} additions of ints and reads an output.
     *
     * @param spikes {@code [batch, height, width, words]}, {@code words = ceil(channels / 32)}
     * @param y out, {@code [batch, outHeight, outWidth, channels]}
     */
    public static void averageForwardSpikes(
            KernelContext context,
            int batch,
            int height,
            int width,
            int channels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int[] spikes,
            float[] y) {
        int outHeight = PoolingWindow.outputs(height, kernelHeight, stride, padding);
        int outWidth = PoolingWindow.outputs(width, kernelWidth, stride, padding);
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < batch * outHeight * outWidth * channels) {
            int pixel = index / channels;
            int c = index - pixel * channels;
            int row = pixel / outWidth;
            int outX = pixel - row * outWidth;
            int image = row / outHeight;
            int outY = row - image * outHeight;
            int endY = PoolingWindow.end(outY, kernelHeight, stride, padding, height);
            int beginX = PoolingWindow.begin(outX, stride, padding);
            int endX = PoolingWindow.end(outX, kernelWidth, stride, padding, width);
            int bit = c & 31;
            int count = 0;
            for (int inY = PoolingWindow.begin(outY, stride, padding); inY < endY; inY++) {
                int base = (image * height + inY) * width * words + (c >> 5);
                for (int inX = beginX; inX < endX; inX++) {
                    count += (spikes[base + inX * words] >> bit) & 1;
                }
            }
            y[index] = (float) count / (kernelHeight * kernelWidth);
        }
    }

    /**
     * Gradient of the average's input: the sum of {@code gradY} over the windows that cover it, row by row, divided by {@code
     * kernelHeight * kernelWidth}.
     *
     * <p>Launch: one work-item an input, neighbours on neighbouring channels. Cost: at most {@code ceil(kernelHeight /
     * stride) * ceil(kernelWidth / stride)} additions and reads an input.
     *
     * @param gradY {@code [batch, outHeight, outWidth, channels]}
     * @param gradX out, {@code [batch, height, width, channels]}
     */
    public static void averageBackward(
            KernelContext context,
            int batch,
            int height,
            int width,
            int channels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            float[] gradY,
            float[] gradX) {
        int outHeight = PoolingWindow.outputs(height, kernelHeight, stride, padding);
        int outWidth = PoolingWindow.outputs(width, kernelWidth, stride, padding);
        int index = context.globalIdx;
        if (index < batch * height * width * channels) {
            int pixel = index / channels;
            int c = index - pixel * channels;
            int row = pixel / width;
            int inX = pixel - row * width;
            int image = row / height;
            int inY = row - image * height;
            int endY = PoolingWindow.endOutput(inY, stride, padding, outHeight);
            int firstX = PoolingWindow.firstOutput(inX, kernelWidth, stride, padding);
            int endX = PoolingWindow.endOutput(inX, stride, padding, outWidth);
            float sum = 0f;
            for (int outY = PoolingWindow.firstOutput(inY, kernelHeight, stride, padding); outY < endY; outY++) {
                int base = (image * outHeight + outY) * outWidth * channels + c;
                for (int outX = firstX; outX < endX; outX++) {
                    sum += gradY[base + outX * channels];
                }
            }
            gradX[index] = sum / (kernelHeight * kernelWidth);
        }
    }
}
