package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;
import dev.soma.runtime.NormSettings;

/**
 * What a normalisation in training has for each feature, and what a step's sums over the rows make of it.
 *
 * @param layout sizes
 * @param gamma factor after the normalisation, {@code [features]}
 * @param mean batch means, {@code [steps, features]}
 * @param invStd {@code 1 / sqrt(biased variance + eps)}, {@code [steps, features]}
 * @param scale {@code gamma * invStd} of a step, {@code [features]}
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier
record MpbnStatistics(NeuronLayout layout, float[] gamma, float[] mean, float[] invStd, float[] scale) {

    /**
     * The statistics of a step, the running ones, and the scale.
     *
     * @param block whose features
     * @param shift what deviations were measured from, from the block's first feature on
     * @param sums of the deviations, then of their squares
     */
    void update(
            NormSettings settings,
            NeuronBlock block,
            int step,
            float[] shift,
            float[] sums,
            float[] runningMean,
            float[] runningVar) {
        int rows = layout.rows();
        int width = block.width();
        int first = block.firstFeature();
        int statistic = step * layout.features() + first;
        float eps = settings.eps();
        float momentum = settings.momentum();
        float unbias = (float) rows / (rows - 1);
        for (int i = 0; i < width; i++) {
            float offset = sums[i] / rows;
            float var = NormalizationMath.variance(offset, sums[width + i], rows);
            float center = shift[i] + offset;
            float deviation = NormalizationMath.invStd(var, eps);
            mean[statistic + i] = center;
            invStd[statistic + i] = deviation;
            scale[first + i] = gamma[first + i] * deviation;
            runningMean[first + i] = NormalizationMath.running(runningMean[first + i], center, momentum);
            runningVar[first + i] = NormalizationMath.running(runningVar[first + i], var * unbias, momentum);
        }
    }

    /** The scale of a step. */
    void scale(NeuronBlock block, int step) {
        int first = block.firstFeature();
        int statistic = step * layout.features() + first;
        for (int i = 0; i < block.width(); i++) {
            scale[first + i] = gamma[first + i] * invStd[statistic + i];
        }
    }

    /**
     * Adds a step's part to the gradients of gamma and beta, and finds what its potentials' gradients need.
     *
     * @param block whose features
     * @param sums of {@code dy}, then of {@code dy * (h - mean)}
     * @param gradGamma updated; begins at the last step
     * @param gradBeta updated; begins at the last step
     * @param average out, {@code scale * mean of dy}
     * @param slope out, {@code scale * invStd * mean of dy * xHat}
     */
    void addGradients(
            NeuronBlock block,
            int step,
            float[] sums,
            float[] gradGamma,
            float[] gradBeta,
            float[] average,
            float[] slope) {
        int width = block.width();
        int first = block.firstFeature();
        int statistic = step * layout.features() + first;
        float kept = step == layout.steps() - 1 ? 0f : 1f;
        float perRow = 1f / layout.rows();
        for (int i = 0; i < width; i++) {
            float deviation = invStd[statistic + i];
            float sum = sums[i];
            float product = sums[width + i] * deviation;
            float share = scale[first + i] * perRow;
            gradGamma[first + i] = kept == 0f ? product : gradGamma[first + i] + product;
            gradBeta[first + i] = kept == 0f ? sum : gradBeta[first + i] + sum;
            average[first + i] = share * sum;
            slope[first + i] = share * deviation * product;
        }
    }
}
