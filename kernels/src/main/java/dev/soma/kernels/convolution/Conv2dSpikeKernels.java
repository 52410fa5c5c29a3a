package dev.soma.kernels.convolution;

import dev.soma.kernels.KernelContext;

/**
 * Convolution on spikes packed to bits: adds what the set bits select, multiplies nothing, and takes time by the number of
 * spikes.
 *
 * <pre>
 * y[b, p, q, o] = bias[o] + sum over i, j and the spikes c at
 *     (p*stride + i*dilation - padding, q*stride + j*dilation - padding) of weight[i, j, c - first(o), o]
 * gradWeight[i, j, c, o] = sum of gradY[b, p, q, o] over the b, p, q whose tap (i, j) meets a spike in channel first(o) + c
 * </pre>
 *
 * {@code first(o)} is the first input channel of the group of {@code o}. A warp of 32 work-items has 32 consecutive output
 * channels and so, but for small groups, the same words: it passes over the zeros without divergence.
 *
 * <p>Shapes: {@code spikes [batch, height, width, words]}, {@code words = ceil(inChannels / 32)}, the layout of {@link
 * dev.soma.kernels.spike.SpikeKernels}; {@code weight [kernelHeight, kernelWidth, inChannels / groups, outChannels]}, {@code
 * bias [outChannels]}, {@code y} and {@code gradY [batch, outHeight, outWidth, outChannels]}.
 *
 * <p>Cost, with {@code A} the number of (spike, output pixel) pairs that a tap joins: {@code A * outChannels / groups}
 * additions, and {@code kernelHeight * kernelWidth} times the words of a group for each output pixel to look at.
 */
public final class Conv2dSpikeKernels {
    /** Bits of a word and work-items of a warp. */
    private static final int BITS = 32;

    /** Work-items of a group of {@link #conv2dGradWeightSpikes} in dimension x: 32 output channels. */
    public static final int GRAD_LANES = BITS;

    /** Work-items of a group of {@link #conv2dGradWeightSpikes} in dimension y: jobs that share nothing. */
    public static final int GRAD_JOBS = 4;

    private Conv2dSpikeKernels() {}

    /**
     * The forward pass. The sum starts at 0 and runs over {@code i}, {@code j} and the spikes in order; the bias comes last.
     *
     * <p>Launch: one work-item for each output pixel and output channel, the channels rounded up to a multiple of 32 and
     * fastest. Cost: reads {@code 4 * A * outChannels / groups} bytes of {@code weight}, in rows of 128 bytes and most of
     * them from a cache; writes {@code y}.
     *
     * @param hasBias 0: {@code bias} is any array and is not read
     */
    public static void conv2dForwardSpikes(
            KernelContext context,
            int batch,
            int height,
            int width,
            int inChannels,
            int outHeight,
            int outWidth,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation,
            int groups,
            int hasBias,
            int[] spikes,
            float[] weight,
            float[] bias,
            float[] y) {
        int lanes = (outChannels + BITS - 1) / BITS * BITS;
        int pixel = context.globalIdx / lanes;
        int o = context.globalIdx - pixel * lanes;
        if (pixel < batch * outHeight * outWidth && o < outChannels) {
            int line = pixel / outWidth;
            int image = line / outHeight;
            float sum = windowSum(
                    image,
                    (line - image * outHeight) * stride - padding,
                    (pixel - line * outWidth) * stride - padding,
                    o,
                    height,
                    width,
                    inChannels,
                    outChannels,
                    kernelHeight,
                    kernelWidth,
                    dilation,
                    groups,
                    spikes,
                    weight);
            y[pixel * outChannels + o] = sum + Conv2dForwardKernels.biasOf(o, outChannels, hasBias, bias);
        }
    }

    /**
     * The sum of the weights that the spikes of a window select, from 0 over {@code i}, {@code j} and the spikes in order.
     *
     * @param top row of the window's first tap, which may lie outside the image
     * @param left column of the window's first tap
     * @param o the output channel
     */
    static float windowSum(
            int image,
            int top,
            int left,
            int o,
            int height,
            int width,
            int inChannels,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int dilation,
            int groups,
            int[] spikes,
            float[] weight) {
        int words = (inChannels + BITS - 1) / BITS;
        int groupIn = groups == 1 ? inChannels : inChannels / groups;
        // one group is the usual case, and needs neither divisions nor masks
        int firstIn = groups == 1 ? 0 : o / (outChannels / groups) * groupIn;
        int firstWord = firstIn / BITS;
        int endWord = (firstIn + groupIn + BITS - 1) / BITS;
        float sum = 0f;
        for (int i = 0; i < kernelHeight; i++) {
            int row = top + i * dilation;
            for (int j = 0; j < kernelWidth; j++) {
                int column = left + j * dilation;
                if (Tile.inside(row, column, height, width)) {
                    int source = ((image * height + row) * width + column) * words;
                    int firstRow = (i * kernelWidth + j) * groupIn - firstIn;
                    for (int word = firstWord; word < endWord; word++) {
                        int bits = spikes[source + word];
                        if (groups != 1) {
                            bits &= channelBits(word * BITS, firstIn, groupIn);
                        }
                        int weights = (firstRow + word * BITS) * outChannels + o;
                        while (bits != 0) {
                            sum += weight[weights + Integer.numberOfTrailingZeros(bits) * outChannels];
                            bits &= bits - 1;
                        }
                    }
                }
            }
        }
        return sum;
    }

    /**
     * The gradient of the weight, the output pixels split as in {@link Conv2dGradWeightKernels}. A warp has one tap and one
     * word, and a sum in local memory for each bit of the word and each of its work-items: a work-item adds to its own column
     * alone, so that nothing waits.
     *
     * <p>Launch: work-groups of {@link #GRAD_LANES} x {@link #GRAD_JOBS}; in dimension y one work-item for each of the splits,
     * times taps, times {@code groupWords}, times {@code ceil(outChannels / 32)} (these fastest), rounded up; all work-groups
     * in dimension x. Cost: reads, for each tap, word of a group and block of 32 output
     * channels, the word of each output pixel and, where it has a spike, 128 bytes of {@code gradY}; writes {@code partial}.
     *
     * @param groupWords the most words that hold a channel of one group
     * @param splitPixels output pixels of a split
     * @param partial out, {@code [splits, kernelHeight, kernelWidth, inChannels / groups, outChannels]}
     */
    public static void conv2dGradWeightSpikes(
            KernelContext context,
            int batch,
            int height,
            int width,
            int inChannels,
            int outHeight,
            int outWidth,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation,
            int groups,
            int groupWords,
            int splitPixels,
            int[] spikes,
            float[] gradY,
            float[] partial) {
        float[] sums = context.allocateFloatLocalArray(GRAD_JOBS * BITS * GRAD_LANES);
        int column = context.localIdy * BITS * GRAD_LANES + context.localIdx;
        int taps = kernelHeight * kernelWidth;
        int blocks = (outChannels + BITS - 1) / BITS;
        int groupIn = inChannels / groups;

        int job = context.groupIdx * GRAD_JOBS + context.localIdy;
        int o = job % blocks * BITS + context.localIdx;
        job = job / blocks;
        int groupWord = job % groupWords;
        job = job / groupWords;
        int tap = job % taps;
        int split = job / taps;
        int i = tap / kernelWidth;
        int j = tap - i * kernelWidth;
        int firstIn = o / (outChannels / groups) * groupIn;
        int word = firstIn / BITS + groupWord;
        int channels = channelBits(word * BITS, firstIn, groupIn);
        int pixels = batch * outHeight * outWidth;
        int pixel = split * splitPixels;
        if (pixel < pixels && o < outChannels && channels != 0) {
            for (int bit = 0; bit < BITS; bit++) {
                sums[column + bit * GRAD_LANES] = 0f;
            }
            int words = (inChannels + BITS - 1) / BITS;
            int to = Math.min(pixel + splitPixels, pixels);
            int line = pixel / outWidth;
            int image = line / outHeight;
            int p = line - image * outHeight;
            int q = pixel - line * outWidth;
            while (pixel < to) {
                int r = p * stride + i * dilation - padding;
                int s = q * stride + j * dilation - padding;
                if (Tile.inside(r, s, height, width)) {
                    int bits = spikes[((image * height + r) * width + s) * words + word] & channels;
                    if (bits != 0) {
                        float gradient = gradY[pixel * outChannels + o];
                        while (bits != 0) {
                            sums[column + Integer.numberOfTrailingZeros(bits) * GRAD_LANES] += gradient;
                            bits &= bits - 1;
                        }
                    }
                }
                pixel++;
                q++;
                if (q == outWidth) {
                    q = 0;
                    p++;
                }
                if (p == outHeight) {
                    p = 0;
                    image++;
                }
            }
            int firstRow = (split * taps + tap) * groupIn + word * BITS - firstIn;
            for (int bit = 0; bit < BITS; bit++) {
                if ((channels >> bit & 1) != 0) {
                    partial[(firstRow + bit) * outChannels + o] = sums[column + bit * GRAD_LANES];
                }
            }
        }
    }

    /** Of the word whose first channel is {@code wordChannel}, the bits of the channels {@code first} to {@code first + count - 1}. */
    private static int channelBits(int wordChannel, int first, int count) {
        int low = Math.max(first - wordChannel, 0);
        int high = Math.min(first + count - wordChannel, BITS);
        return low < high ? (-1 >>> (BITS - (high - low))) << low : 0;
    }
}
