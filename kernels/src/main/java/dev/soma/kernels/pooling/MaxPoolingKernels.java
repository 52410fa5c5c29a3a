package dev.soma.kernels.pooling;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.KernelMath;

/**
 * Maximum pooling: the largest of each window; what lies outside of the image is passed over. The gradient goes to the first
 * largest, row by row; a NaN counts as larger than any number. {@code outHeight = (height + 2 * padding - kernelHeight) /
 * stride + 1}, {@code outWidth} likewise.
 */
public final class MaxPoolingKernels {
    private MaxPoolingKernels() {}

    /**
     * Maximum of floats; NaN if the window holds one.
     *
     * <p>Launch: one work-item an output, neighbours on neighbouring channels. Cost: {@code kernelHeight * kernelWidth} reads
     * an output.
     *
     * @param x {@code [batch, height, width, channels]}
     * @param y out, {@code [batch, outHeight, outWidth, channels]}
     */
    public static void maxForward(
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
            float largest = Float.NEGATIVE_INFINITY;
            for (int inY = PoolingWindow.begin(outY, stride, padding); inY < endY; inY++) {
                int base = (image * height + inY) * width * channels + c;
                for (int inX = beginX; inX < endX; inX++) {
                    largest = Math.max(largest, x[base + inX * channels]);
                }
            }
            y[index] = largest;
        }
    }

    /**
     * Maximum of spikes: one if any of the window is.
     *
     * <p>Launch: one work-item a word of the output. Cost: {@code kernelHeight * kernelWidth} reads a word.
     *
     * @param spikes {@code [batch, height, width, words]}, {@code words = ceil(channels / 32)}
     * @param pooled out, {@code [batch, outHeight, outWidth, words]}
     */
    public static void maxForwardSpikes(
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
            int[] pooled) {
        int outHeight = PoolingWindow.outputs(height, kernelHeight, stride, padding);
        int outWidth = PoolingWindow.outputs(width, kernelWidth, stride, padding);
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < batch * outHeight * outWidth * words) {
            int pixel = index / words;
            int word = index - pixel * words;
            int row = pixel / outWidth;
            int outX = pixel - row * outWidth;
            int image = row / outHeight;
            int outY = row - image * outHeight;
            int endY = PoolingWindow.end(outY, kernelHeight, stride, padding, height);
            int beginX = PoolingWindow.begin(outX, stride, padding);
            int endX = PoolingWindow.end(outX, kernelWidth, stride, padding, width);
            int any = 0;
            for (int inY = PoolingWindow.begin(outY, stride, padding); inY < endY; inY++) {
                int base = (image * height + inY) * width * words + word;
                for (int inX = beginX; inX < endX; inX++) {
                    any |= spikes[base + inX * words];
                }
            }
            pooled[index] = any;
        }
    }

    /**
     * Gradient of the maximum of floats.
     *
     * <p>Launch: one work-item an input, neighbours on neighbouring channels: each looks whether it is the first largest of
     * the windows that cover it, so that no two write the same. Cost: {@code kernelHeight * kernelWidth} reads for each of
     * at most {@code ceil(kernelHeight / stride) * ceil(kernelWidth / stride)} windows an input.
     *
     * @param x {@code [batch, height, width, channels]}
     * @param gradY {@code [batch, outHeight, outWidth, channels]}
     * @param gradX out, {@code [batch, height, width, channels]}
     */
    public static void maxBackward(
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
            int imageBase = image * height * width * channels + c;
            int endOutY = PoolingWindow.endOutput(inY, stride, padding, outHeight);
            int firstOutX = PoolingWindow.firstOutput(inX, kernelWidth, stride, padding);
            int endOutX = PoolingWindow.endOutput(inX, stride, padding, outWidth);
            float sum = 0f;
            for (int outY = PoolingWindow.firstOutput(inY, kernelHeight, stride, padding); outY < endOutY; outY++) {
                int beginY = PoolingWindow.begin(outY, stride, padding);
                int endY = PoolingWindow.end(outY, kernelHeight, stride, padding, height);
                for (int outX = firstOutX; outX < endOutX; outX++) {
                    int beginX = PoolingWindow.begin(outX, stride, padding);
                    int endX = PoolingWindow.end(outX, kernelWidth, stride, padding, width);
                    if (isFirstLargest(x, imageBase, width, channels, beginY, endY, beginX, endX, inY, inX)) {
                        sum += gradY[((image * outHeight + outY) * outWidth + outX) * channels + c];
                    }
                }
            }
            gradX[index] = sum;
        }
    }

    /**
     * Gradient of the maximum of spikes: to the first spike of the window, or to its first input if there is none.
     *
     * <p>Launch and cost: as {@link #maxBackward}.
     *
     * @param spikes {@code [batch, height, width, words]}, {@code words = ceil(channels / 32)}
     * @param gradY {@code [batch, outHeight, outWidth, channels]}
     * @param gradX out, {@code [batch, height, width, channels]}
     */
    public static void maxBackwardSpikes(
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
            float[] gradY,
            float[] gradX) {
        int outHeight = PoolingWindow.outputs(height, kernelHeight, stride, padding);
        int outWidth = PoolingWindow.outputs(width, kernelWidth, stride, padding);
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < batch * height * width * channels) {
            int pixel = index / channels;
            int c = index - pixel * channels;
            int row = pixel / width;
            int inX = pixel - row * width;
            int image = row / height;
            int inY = row - image * height;
            int imageBase = image * height * width * words + (c >> 5);
            int endOutY = PoolingWindow.endOutput(inY, stride, padding, outHeight);
            int firstOutX = PoolingWindow.firstOutput(inX, kernelWidth, stride, padding);
            int endOutX = PoolingWindow.endOutput(inX, stride, padding, outWidth);
            float sum = 0f;
            for (int outY = PoolingWindow.firstOutput(inY, kernelHeight, stride, padding); outY < endOutY; outY++) {
                int beginY = PoolingWindow.begin(outY, stride, padding);
                int endY = PoolingWindow.end(outY, kernelHeight, stride, padding, height);
                for (int outX = firstOutX; outX < endOutX; outX++) {
                    int beginX = PoolingWindow.begin(outX, stride, padding);
                    int endX = PoolingWindow.end(outX, kernelWidth, stride, padding, width);
                    if (isFirstSpike(spikes, imageBase, width, words, c & 31, beginY, endY, beginX, endX, inY, inX)) {
                        sum += gradY[((image * outHeight + outY) * outWidth + outX) * channels + c];
                    }
                }
            }
            gradX[index] = sum;
        }
    }

    /** Whether the input at {@code (inY, inX)} is larger than those of the window before it and not smaller than the others. */
    private static boolean isFirstLargest(
            float[] x,
            int base,
            int width,
            int channels,
            int beginY,
            int endY,
            int beginX,
            int endX,
            int inY,
            int inX) {
        float value = x[base + (inY * width + inX) * channels];
        boolean number = !KernelMath.isNaN(value);
        boolean first = true;
        for (int otherY = beginY; otherY < endY; otherY++) {
            for (int otherX = beginX; otherX < endX; otherX++) {
                float other = x[base + (otherY * width + otherX) * channels];
                boolean before = otherY < inY || (otherY == inY && otherX < inX);
                boolean larger = other > value || (number && KernelMath.isNaN(other));
                boolean equal = other == value || (!number && KernelMath.isNaN(other));
                if (larger || (before && equal)) {
                    first = false;
                }
            }
        }
        return first;
    }

    /** {@link #isFirstLargest} of spikes. */
    private static boolean isFirstSpike(
            int[] spikes,
            int base,
            int width,
            int words,
            int bit,
            int beginY,
            int endY,
            int beginX,
            int endX,
            int inY,
            int inX) {
        int value = (spikes[base + (inY * width + inX) * words] >> bit) & 1;
        boolean first = true;
        for (int otherY = beginY; otherY < endY; otherY++) {
            for (int otherX = beginX; otherX < endX; otherX++) {
                int other = (spikes[base + (otherY * width + otherX) * words] >> bit) & 1;
                boolean before = otherY < inY || (otherY == inY && otherX < inX);
                if (other > value || (before && other == value)) {
                    first = false;
                }
            }
        }
        return first;
    }
}
