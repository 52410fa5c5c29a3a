package dev.soma.kernels.neuron;

import dev.soma.kernels.KernelContext;

/**
 * Backward of {@link LifMpbnKernels} in training, with {@code u[t] = dL/dv[t]}, {@code u[T-1] = 0}, means over the rows:
 *
 * <pre>
 * ds = g[t] - u[t] * h[t]               hard reset; soft: g[t] - u[t] * vTh; second term absent when detached
 * dy = ds * surrogate(y[t])
 * dh = gamma * invStd * (dy - mean of dy - xHat * mean of dy * xHat) + u[t] * (1 - s[t])     soft: + u[t]
 * gradX[t] = dh ;  u[t-1] = decay * dh
 * gradBeta = sum of dy ;  gradGamma = sum of dy * xHat ;  gradDecay = sum of dh[t] * v[t-1]
 * </pre>
 *
 * <p>dh needs the means of its step, so a step is two launches, {@link #lifMpbnBackwardStep} and {@link
 * #lifMpbnBackwardSums}; one more of {@link #lifMpbnBackwardStep} finishes the first step.
 */
public final class LifMpbnBackwardKernels {
    private static final int LANES = LifMpbnKernels.LANES;
    private static final int ROW_LANES = LifMpbnKernels.ROW_LANES;

    private LifMpbnBackwardKernels() {}

    /**
     * Finishes step {@code step + 1}, whose means are known, and sums for the means of step {@code step}. What step {@code
     * step + 1} computed before is computed again: reading {@code g} and {@code h} costs less than storing {@code dy} and
     * {@code u}.
     *
     * <p>Launch: as {@link LifMpbnKernels#lifMpbnStep}. Cost: about 27 flops and two surrogates a neuron; reads 20
     * bytes a neuron and writes 4.
     *
     * @param step {@code steps - 1} down to -1: the first only sums, the last only finishes
     * @param rowsPerItem rows that a work-item passes through, as in the forward
     * @param reset 0 hard, 1 soft, 2 more when detached
     * @param surrogate kind of {@link Surrogates}
     * @param decay {@code [1]}
     * @param gradSpikeSeq {@code [steps, rows, pixels, channels]}
     * @param hSeq like {@code gradSpikeSeq}
     * @param gamma {@code [pixels, channels]}
     * @param beta {@code [pixels, channels]}
     * @param mean {@code [steps, pixels, channels]}
     * @param invStd {@code [steps, pixels, channels]}
     * @param gradXSeq out, like {@code gradSpikeSeq} and may be the same array
     * @param sums {@code [2 + 3 * splits, pixels, channels]}: the means of dy and of dy * xHat of step {@code step + 1}; then
     *     out, for each split, the sums of dy, dy * xHat and dh[step+1] * v[step]
     */
    public static void lifMpbnBackwardStep(
            KernelContext context,
            int step,
            int steps,
            int rows,
            int pixels,
            int channels,
            int rowsPerItem,
            int reset,
            int surrogate,
            float alpha,
            float vTh,
            float[] decay,
            float[] gradSpikeSeq,
            float[] hSeq,
            float[] gamma,
            float[] beta,
            float[] mean,
            float[] invStd,
            float[] gradXSeq,
            float[] sums) {
        float[] local = context.allocateFloatLocalArray(3 * LANES * ROW_LANES);
        int lane = context.localIdx;
        int rowLane = context.localIdy;
        int words = (channels + 31) >> 5;
        int pixel = context.groupIdx / words;
        int channel = (context.groupIdx - pixel * words) * LANES + lane;
        int features = pixels * channels;
        int feature = pixel * channels + channel;
        int neurons = rows * features;
        boolean isFeature = channel < channels;
        boolean finishes = step + 1 < steps;
        boolean hasLater = step + 2 < steps;
        boolean begins = step >= 0;

        float sumDy = 0f;
        float sumDyXHat = 0f;
        float decayTerm = 0f;
        if (isFeature) {
            float leak = decay[0];
            float scale = gamma[feature];
            float offset = beta[feature];
            float nextCenter = 0f;
            float nextDeviation = 0f;
            float meanDy = 0f;
            float meanDyXHat = 0f;
            if (finishes) {
                nextCenter = mean[(step + 1) * features + feature];
                nextDeviation = invStd[(step + 1) * features + feature];
                meanDy = sums[feature];
                meanDyXHat = sums[features + feature];
            }
            float center = 0f;
            float deviation = 0f;
            if (begins) {
                center = mean[step * features + feature];
                deviation = invStd[step * features + feature];
            }
            for (int i = 0; i < rowsPerItem; i++) {
                int row = (context.groupIdy * rowsPerItem + i) * ROW_LANES + rowLane;
                if (row < rows) {
                    int next = (step + 1) * neurons + row * features + feature;
                    float dh = 0f;
                    if (finishes) {
                        float u = hasLater ? leak * gradXSeq[next + neurons] : 0f;
                        float h = hSeq[next];
                        float xHat = Mpbn.xHat(h, nextCenter, nextDeviation);
                        float y = Mpbn.y(xHat, scale, offset);
                        float ds = Resets.spikeGradient(reset, vTh, gradSpikeSeq[next], u, h);
                        float dy = ds * Surrogates.derivative(surrogate, alpha, vTh, y);
                        dh = Math.fma(
                                scale * nextDeviation,
                                Math.fma(-xHat, meanDyXHat, dy - meanDy),
                                Resets.potentialGradient(reset, u, y > vTh));
                        gradXSeq[next] = dh;
                    }
                    if (begins) {
                        float h = hSeq[next - neurons];
                        float xHat = Mpbn.xHat(h, center, deviation);
                        float y = Mpbn.y(xHat, scale, offset);
                        float ds = Resets.spikeGradient(reset, vTh, gradSpikeSeq[next - neurons], leak * dh, h);
                        float dy = ds * Surrogates.derivative(surrogate, alpha, vTh, y);
                        sumDy += dy;
                        sumDyXHat = Math.fma(dy, xHat, sumDyXHat);
                        decayTerm = Math.fma(dh, Resets.after(reset, vTh, h, y > vTh), decayTerm);
                    }
                }
            }
        }

        local[rowLane * LANES + lane] = sumDy;
        local[(ROW_LANES + rowLane) * LANES + lane] = sumDyXHat;
        local[(2 * ROW_LANES + rowLane) * LANES + lane] = decayTerm;
        context.localBarrier();
        if (begins && isFeature && rowLane < 3) {
            sums[(2 + context.groupIdy * 3 + rowLane) * features + feature] =
                    Mpbn.columnSum(local, rowLane * ROW_LANES * LANES + lane);
        }
    }

    /**
     * The means of a step from the sums of {@link #lifMpbnBackwardStep}, added to the gradients of the parameters.
     *
     * <p>Launch: as {@link LifMpbnKernels#lifMpbnStatistics}. Cost: reads {@code 12 * splits * features} bytes.
     *
     * @param last 1 for the last step, the first to come: the gradients begin at 0
     * @param features {@code pixels * channels}
     * @param splits groups of {@link #lifMpbnBackwardStep} in dimension y
     * @param sums as there; the means are written
     * @param gradGamma updated, {@code [features]}
     * @param gradBeta updated, {@code [features]}
     * @param decayTerms updated, {@code [features]}, whose sum is the gradient of the decay
     */
    public static void lifMpbnBackwardSums(
            KernelContext context,
            int last,
            int rows,
            int features,
            int splits,
            float[] sums,
            float[] gradGamma,
            float[] gradBeta,
            float[] decayTerms) {
        float[] local = context.allocateFloatLocalArray(3 * LANES * ROW_LANES);
        int lane = context.localIdx;
        int rowLane = context.localIdy;
        int feature = context.globalIdx;
        float sumDy = 0f;
        float sumDyXHat = 0f;
        float decayTerm = 0f;
        if (feature < features) {
            for (int split = rowLane; split < splits; split += ROW_LANES) {
                int index = (2 + split * 3) * features + feature;
                sumDy += sums[index];
                sumDyXHat += sums[index + features];
                decayTerm += sums[index + 2 * features];
            }
        }
        local[rowLane * LANES + lane] = sumDy;
        local[(ROW_LANES + rowLane) * LANES + lane] = sumDyXHat;
        local[(2 * ROW_LANES + rowLane) * LANES + lane] = decayTerm;
        context.localBarrier();
        if (rowLane == 0 && feature < features) {
            float totalDy = Mpbn.columnSum(local, lane);
            float totalDyXHat = Mpbn.columnSum(local, ROW_LANES * LANES + lane);
            float totalDecay = Mpbn.columnSum(local, 2 * ROW_LANES * LANES + lane);
            sums[feature] = totalDy / rows;
            sums[features + feature] = totalDyXHat / rows;
            gradBeta[feature] = totalDy + (last != 0 ? 0f : gradBeta[feature]);
            gradGamma[feature] = totalDyXHat + (last != 0 ? 0f : gradGamma[feature]);
            decayTerms[feature] = totalDecay + (last != 0 ? 0f : decayTerms[feature]);
        }
    }
}
