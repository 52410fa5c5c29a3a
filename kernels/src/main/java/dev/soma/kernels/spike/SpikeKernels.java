package dev.soma.kernels.spike;

import dev.soma.kernels.KernelContext;

/**
 * Spikes as bits: 32 channels in an {@code int}, bit {@code c % 32} of word {@code c / 32}, unused bits 0; {@code words =
 * ceil(channels / 32)}.
 */
public final class SpikeKernels {
    /** Work-items of a group of {@link #spikeCount}; a power of two. */
    public static final int COUNT_LOCAL = 256;

    private SpikeKernels() {}

    /**
     * Packs values to bits: a spike where the value is not 0 (NaN counts as a spike).
     *
     * <p>Launch: one work-item a word. Cost: reads {@code 4 * rows * channels} bytes, writes {@code 4 * rows * words}.
     *
     * @param x {@code [rows, channels]}
     * @param spikes out, {@code [rows, words]}
     */
    public static void spikePack(KernelContext context, int rows, int channels, float[] x, int[] spikes) {
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < rows * words) {
            int row = index / words;
            int first = (index - row * words) * 32;
            int count = Math.min(32, channels - first);
            int base = row * channels + first;
            int word = 0;
            for (int bit = 0; bit < count; bit++) {
                if (x[base + bit] != 0f) {
                    word |= 1 << bit;
                }
            }
            spikes[index] = word;
        }
    }

    /**
     * Unpacks bits to 0 and 1.
     *
     * <p>Launch: one work-item a value. Cost: reads {@code 4 * rows * words} bytes, writes {@code 4 * rows * channels}.
     *
     * @param spikes {@code [rows, words]}
     * @param x out, {@code [rows, channels]}
     */
    public static void spikeUnpack(KernelContext context, int rows, int channels, int[] spikes, float[] x) {
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < rows * channels) {
            int row = index / channels;
            int c = index - row * channels;
            x[index] = (spikes[row * words + (c >> 5)] >> (c & 31)) & 1;
        }
    }

    /**
     * Joins the pixels of each row to one vector: removes the unused bits between pixels. Feature {@code pixel * channels +
     * c} of the result is channel {@code c} of that pixel.
     *
     * <p>Launch: one work-item a word of the result. Cost: reads {@code 4 * rows * pixels * words} bytes, writes {@code 4 *
     * rows * flatWords}.
     *
     * @param spikes {@code [rows, pixels, words]}
     * @param flat out, {@code [rows, flatWords]}, {@code flatWords = ceil(pixels * channels / 32)}
     */
    public static void spikeFlatten(
            KernelContext context, int rows, int pixels, int channels, int[] spikes, int[] flat) {
        int words = (channels + 31) >> 5;
        int features = pixels * channels;
        int flatWords = (features + 31) >> 5;
        int index = context.globalIdx;
        if (index < rows * flatWords) {
            int row = index / flatWords;
            int first = (index - row * flatWords) * 32;
            int count = Math.min(32, features - first);
            int word = 0;
            for (int bit = 0; bit < count; bit++) {
                int feature = first + bit;
                int pixel = feature / channels;
                int c = feature - pixel * channels;
                int source = spikes[(row * pixels + pixel) * words + (c >> 5)];
                word |= ((source >> (c & 31)) & 1) << bit;
            }
            flat[index] = word;
        }
    }

    /**
     * Counts the spikes of each segment.
     *
     * <p>Launch: one group of {@link #COUNT_LOCAL} work-items a segment. Cost: reads {@code 4 * segments * words} bytes.
     *
     * @param words words of a segment
     * @param spikes {@code [segments, words]}
     * @param counts out, {@code [segments]}
     */
    public static void spikeCount(KernelContext context, int words, int[] spikes, int[] counts) {
        int[] partial = context.allocateIntLocalArray(COUNT_LOCAL);
        int item = context.localIdx;
        int base = context.groupIdx * words;
        int sum = 0;
        for (int i = item; i < words; i += COUNT_LOCAL) {
            sum += Integer.bitCount(spikes[base + i]);
        }
        partial[item] = sum;
        context.localBarrier();
        for (int half = COUNT_LOCAL / 2; half > 0; half >>= 1) {
            if (item < half) {
                partial[item] += partial[item + half];
            }
            context.localBarrier();
        }
        if (item == 0) {
            counts[context.groupIdx] = partial[0];
        }
    }
}
