package dev.soma.kernels.neuron;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.normalization.NormalizationMath;

/**
 * LIF neurons whose potentials are batch-normalised before firing (membrane potential batch normalisation, MPBN): {@code
 * s[t] = 1 if MPBN(h[t]) > vTh else 0}, otherwise as {@link LifKernels}; the reset keeps the potential as it was before the
 * normalisation.
 *
 * <p>A step is {@code [rows, pixels, channels]}, a feature a pixel's channel, and a statistic is taken over the rows.
 * Channel-wise MPBN is {@code rows = batch * height * width, pixels = 1}; element-wise MPBN is {@code rows = batch, pixels
 * = height * width}.
 *
 * <p>In training step t's statistics need all of step t's potentials, so a step is two launches: {@link #lifMpbnStep} and
 * {@link #lifMpbnStatistics}; one more of {@link #lifMpbnStep} fires the last step. Source: Guo et al. 2023, equations 6 to
 * 12.
 */
public final class LifMpbnKernels {
    /** Work-items of a group in dimension x: the channels of a word. */
    public static final int LANES = 32;

    /** Work-items of a group in dimension y. */
    public static final int ROW_LANES = SpikeBits.ROWS;

    private LifMpbnKernels() {}

    /**
     * One step in training: fires step {@code step - 1}, integrates step {@code step} and sums for its statistics.
     *
     * <pre>
     * y = fma((h[t-1] - mean) * invStd, gamma, beta) ;  s[t-1] = y > vTh ;  v = reset of h[t-1]
     * h[t] = fma(decay, v, x[t])
     * partials: sum of h[t] - shift, sum of (h[t] - shift)^2     shift[f] = h[t] of row 0
     * </pre>
     *
     * <p>The shift makes the sums those of numbers of the size of the deviation, whatever the mean: the variance keeps its
     * digits but for a factor of {@code 1 + (shift - mean)^2 / variance}, and equal potentials have a variance of exactly
     * 0. Every work-item computes row 0 of its feature itself.
     *
     * <p>Launch: groups of {@link #LANES} by {@link #ROW_LANES}; x: one group for each word of a row's spikes; y: one group
     * for each {@code ROW_LANES * rowsPerItem} rows, the splits. Cost: about 10 flops a neuron; reads 8 bytes a neuron and
     * writes 4.1. Row 0 of a feature, which all its work-items read, comes from a cache.
     *
     * @param step 0 to {@code steps}: the first only integrates, the last only fires
     * @param xStep floats from a step of {@code xSeq} to the next: {@code rows * pixels * channels}, or 0: the same at all
     *     steps
     * @param rowsPerItem rows that a work-item passes through, at most 32
     * @param reset 0 hard, 1 soft
     * @param decay {@code [1]}
     * @param xSeq {@code [steps, rows, pixels, channels]}, or {@code [rows, pixels, channels]} if {@code xStep} is 0
     * @param gamma {@code [pixels, channels]}
     * @param beta {@code [pixels, channels]}
     * @param mean {@code [steps, pixels, channels]}
     * @param invStd {@code [steps, pixels, channels]}
     * @param spikeSeq out, {@code [steps, rows, pixels, words]}
     * @param hSeq out, {@code [steps, rows, pixels, channels]}, and not the array {@code xSeq}
     * @param partials out, {@code [splits, 2, pixels, channels]}
     */
    public static void lifMpbnStep(
            KernelContext context,
            int step,
            int steps,
            int rows,
            int pixels,
            int channels,
            int xStep,
            int rowsPerItem,
            int reset,
            float vTh,
            float[] decay,
            float[] xSeq,
            float[] gamma,
            float[] beta,
            float[] mean,
            float[] invStd,
            int[] spikeSeq,
            float[] hSeq,
            float[] partials) {
        int[] lanes = context.allocateIntLocalArray(SpikeBits.LOCAL);
        float[] sums = context.allocateFloatLocalArray(2 * LANES * ROW_LANES);
        int lane = context.localIdx;
        int rowLane = context.localIdy;
        int words = (channels + 31) >> 5;
        int pixel = context.groupIdx / words;
        int channel = (context.groupIdx - pixel * words) * LANES + lane;
        int features = pixels * channels;
        int feature = pixel * channels + channel;
        boolean isFeature = channel < channels;
        boolean fires = step > 0;
        boolean integrates = step < steps;
        int before = (step - 1) * rows * features + feature;
        int now = step * rows * features + feature;
        int current = step * xStep + feature;
        int firstRow = context.groupIdy * ROW_LANES * rowsPerItem;
        float leak = decay[0];

        int spikes = 0;
        float sum = 0f;
        float squares = 0f;
        if (isFeature) {
            float scale = 0f;
            float offset = 0f;
            float center = 0f;
            float deviation = 0f;
            float v = 0f;
            if (fires) {
                scale = gamma[feature];
                offset = beta[feature];
                center = mean[(step - 1) * features + feature];
                deviation = invStd[(step - 1) * features + feature];
                float h = hSeq[before];
                v = Resets.after(reset, vTh, h, Mpbn.y(Mpbn.xHat(h, center, deviation), scale, offset) > vTh);
            }
            float shift = integrates ? Math.fma(leak, v, xSeq[current]) : 0f;
            for (int i = 0; i < rowsPerItem; i++) {
                int row = firstRow + i * ROW_LANES + rowLane;
                if (row < rows) {
                    if (fires) {
                        float h = hSeq[before + row * features];
                        boolean fired = Mpbn.y(Mpbn.xHat(h, center, deviation), scale, offset) > vTh;
                        spikes |= (fired ? 1 : 0) << i;
                        v = Resets.after(reset, vTh, h, fired);
                    }
                    if (integrates) {
                        float h = Math.fma(leak, v, xSeq[current + row * features]);
                        hSeq[now + row * features] = h;
                        sum += h - shift;
                        squares = Math.fma(h - shift, h - shift, squares);
                    }
                }
            }
        }

        lanes[rowLane * SpikeBits.PITCH + lane] = spikes;
        sums[rowLane * LANES + lane] = sum;
        sums[(ROW_LANES + rowLane) * LANES + lane] = squares;
        context.localBarrier();
        if (fires) {
            int item = rowLane * LANES + lane;
            int row = firstRow + item;
            if (item < ROW_LANES * rowsPerItem && row < rows) {
                spikeSeq[((step - 1) * rows + row) * pixels * words + context.groupIdx] =
                        SpikeBits.word(lanes, item & 7, item >> 3);
            }
        }
        if (integrates && isFeature && rowLane < 2) {
            partials[(context.groupIdy * 2 + rowLane) * features + feature] =
                    Mpbn.columnSum(sums, rowLane * ROW_LANES * LANES + lane);
        }
    }

    /**
     * The statistics of a step from the sums of {@link #lifMpbnStep}, and the running ones:
     *
     * <pre>
     * mean = shift + S1 / rows ;  var = (S2 - S1^2 / rows) / rows ;  invStd = 1 / sqrt(var + eps)
     * running = (1 - momentum) * running + momentum * (mean | var * rows / (rows - 1))
     * </pre>
     *
     * <p>Launch: groups of {@link #LANES} by {@link #ROW_LANES}; x: one work-item a feature; y: one group. Cost: reads {@code
     * 8 * splits * features} bytes.
     *
     * @param features {@code pixels * channels}
     * @param splits groups of {@link #lifMpbnStep} in dimension y
     * @param hSeq {@code [steps, rows, features]}
     * @param partials {@code [splits, 2, features]}
     * @param mean out for the step, {@code [steps, features]}
     * @param invStd out for the step, {@code [steps, features]}
     * @param runningMean updated, {@code [features]}
     * @param runningVar updated, {@code [features]}
     */
    public static void lifMpbnStatistics(
            KernelContext context,
            int step,
            int rows,
            int features,
            int splits,
            float eps,
            float momentum,
            float[] hSeq,
            float[] partials,
            float[] mean,
            float[] invStd,
            float[] runningMean,
            float[] runningVar) {
        float[] sums = context.allocateFloatLocalArray(2 * LANES * ROW_LANES);
        int lane = context.localIdx;
        int rowLane = context.localIdy;
        int feature = context.globalIdx;
        float sum = 0f;
        float squares = 0f;
        if (feature < features) {
            for (int split = rowLane; split < splits; split += ROW_LANES) {
                sum += partials[split * 2 * features + feature];
                squares += partials[(split * 2 + 1) * features + feature];
            }
        }
        sums[rowLane * LANES + lane] = sum;
        sums[(ROW_LANES + rowLane) * LANES + lane] = squares;
        context.localBarrier();
        if (rowLane == 0 && feature < features) {
            float total = Mpbn.columnSum(sums, lane);
            float totalSquares = Mpbn.columnSum(sums, ROW_LANES * LANES + lane);
            float offset = total / rows;
            float rounded = Math.fma(-total, offset, totalSquares) / rows;
            float var = rounded < 0f ? 0f : rounded;
            float center = hSeq[step * rows * features + feature] + offset;
            mean[step * features + feature] = center;
            invStd[step * features + feature] = NormalizationMath.invStd(var, eps);
            float unbiased = var * rows / (rows - 1);
            runningMean[feature] = (1f - momentum) * runningMean[feature] + momentum * center;
            runningVar[feature] = (1f - momentum) * runningVar[feature] + momentum * unbiased;
        }
    }

    /**
     * Evaluation: the running statistics serve all steps, {@code y = fma(h - runningMean, scale, beta)} as {@link
     * NormalizationMath} computes it, on which folding relies. Otherwise as {@link LifKernels#lifForward} with the same
     * launch.
     *
     * <p>Cost: 5 flops a neuron and step; reads {@code 4 * size} bytes, writes {@code size / 8}; parameters and statistics stay in registers.
     *
     * @param rows {@code batch * pixels of a sample}
     * @param pixels pixels with statistics of their own: 1 channel-wise
     * @param xStep as for {@link LifKernels#lifForward}
     * @param reset 0 hard, 1 soft
     * @param decay {@code [1]}
     * @param xSeq {@code [steps, rows, channels]}, or {@code [rows, channels]} if {@code xStep} is 0
     * @param gamma {@code [pixels, channels]}
     * @param beta {@code [pixels, channels]}
     * @param runningMean {@code [pixels, channels]}
     * @param runningVar {@code [pixels, channels]}
     * @param spikeSeq out, {@code [steps, rows, words]}
     */
    public static void lifMpbnEvaluation(
            KernelContext context,
            int steps,
            int rows,
            int pixels,
            int channels,
            int xStep,
            float eps,
            int reset,
            float vTh,
            float[] decay,
            float[] xSeq,
            float[] gamma,
            float[] beta,
            float[] runningMean,
            float[] runningVar,
            int[] spikeSeq) {
        int[] lanes = context.allocateIntLocalArray(SpikeBits.LOCAL);
        int item = context.localIdx;
        int words = (channels + 31) >> 5;
        int stepWords = rows * words;
        int ownWord = context.globalIdx >> 5;
        int row = ownWord / words;
        int channel = (ownWord - row * words) * 32 + (item & 31);
        boolean isNeuron = row < rows && channel < channels;
        int index = row * channels + channel;
        float leak = decay[0];
        float center = 0f;
        float scale = 0f;
        float offset = 0f;
        if (isNeuron) {
            int feature = row % pixels * channels + channel;
            center = runningMean[feature];
            scale = NormalizationMath.scale(gamma[feature], runningVar[feature], eps);
            offset = beta[feature];
        }
        float v = 0f;
        for (int first = 0; first < steps; first += 32) {
            int count = Math.min(32, steps - first);
            int spikes = 0;
            if (isNeuron) {
                for (int t = 0; t < count; t++) {
                    float h = Math.fma(leak, v, xSeq[index]);
                    boolean fired = NormalizationMath.evaluate(h, center, scale, offset) > vTh;
                    spikes |= (fired ? 1 : 0) << t;
                    v = Resets.after(reset, vTh, h, fired);
                    index += xStep;
                }
            }
            lanes[(item >> 5) * SpikeBits.PITCH + (item & 31)] = spikes;
            context.localBarrier();
            int step = item >> 3;
            int word = context.groupIdx * SpikeBits.ROWS + (item & 7);
            if (step < count && word < stepWords) {
                spikeSeq[(first + step) * stepWords + word] = SpikeBits.word(lanes, item & 7, step);
            }
            context.localBarrier();
        }
    }
}
