package dev.soma.kernels.encoder;

import dev.soma.kernels.KernelContext;

/** Encoders: from values to sequences. */
public final class EncoderKernels {
    private EncoderKernels() {}

    /**
     * Direct encoding: the same values at every step.
     *
     * <p>Launch: one work-item an element of {@code x}. Cost: reads {@code 4 * size} bytes, writes {@code 4 * steps * size}.
     *
     * @param x {@code [size]}
     * @param xSeq out, {@code [steps, size]}
     */
    public static void encodeDirect(KernelContext context, int steps, int size, float[] x, float[] xSeq) {
        int index = context.globalIdx;
        if (index < size) {
            float value = x[index];
            for (int t = 0; t < steps; t++) {
                xSeq[t * size + index] = value;
            }
        }
    }

    /**
     * Backward of {@link #encodeDirect}: the sum over the steps, in their order.
     *
     * <p>Launch: one work-item an element of {@code gradX}. Cost: reads {@code 4 * steps * size} bytes, writes {@code 4 *
     * size}.
     *
     * @param gradXSeq {@code [steps, size]}
     * @param gradX out, {@code [size]}
     */
    public static void encodeDirectBackward(
            KernelContext context, int steps, int size, float[] gradXSeq, float[] gradX) {
        int index = context.globalIdx;
        if (index < size) {
            float sum = gradXSeq[index];
            for (int t = 1; t < steps; t++) {
                sum += gradXSeq[t * size + index];
            }
            gradX[index] = sum;
        }
    }

    /**
     * Poisson (rate) encoding: a spike with probability {@code x}, independently at each step; see {@link Encoding#poisson}.
     *
     * <p>Launch: one work-item a word of {@code spikeSeq}. Cost: {@code steps * rows * channels} random numbers of about 100
     * integer operations, and as many reads.
     *
     * @param seed {@code [2]}, low and high half
     * @param x {@code [rows, channels]}
     * @param spikeSeq out, {@code [steps, rows, words]}, {@code words = ceil(channels / 32)}
     */
    public static void encodePoisson(
            KernelContext context, int steps, int rows, int channels, int[] seed, float[] x, int[] spikeSeq) {
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < steps * rows * words) {
            int seed0 = seed[0];
            int seed1 = seed[1];
            int t = index / (rows * words);
            int place = index - t * rows * words;
            int row = place / words;
            int first = (place - row * words) * 32;
            int count = Math.min(32, channels - first);
            int base = row * channels + first;
            int word = 0;
            for (int bit = 0; bit < count; bit++) {
                if (Encoding.poisson(seed0, seed1, base + bit, t, x[base + bit])) {
                    word |= 1 << bit;
                }
            }
            spikeSeq[index] = word;
        }
    }

    /**
     * Latency encoding: one spike, the earlier the larger the value; see {@link Encoding#latency}.
     *
     * <p>Launch: one work-item a word of {@code spikeSeq}. Cost: {@code steps * rows * channels} reads.
     *
     * @param x {@code [rows, channels]}
     * @param spikeSeq out, {@code [steps, rows, words]}, {@code words = ceil(channels / 32)}
     */
    public static void encodeLatency(
            KernelContext context, int steps, int rows, int channels, float[] x, int[] spikeSeq) {
        int words = (channels + 31) >> 5;
        int index = context.globalIdx;
        if (index < steps * rows * words) {
            int t = index / (rows * words);
            int place = index - t * rows * words;
            int row = place / words;
            int first = (place - row * words) * 32;
            int count = Math.min(32, channels - first);
            int base = row * channels + first;
            int word = 0;
            for (int bit = 0; bit < count; bit++) {
                if (Encoding.latency(steps, x[base + bit]) == t) {
                    word |= 1 << bit;
                }
            }
            spikeSeq[index] = word;
        }
    }
}
