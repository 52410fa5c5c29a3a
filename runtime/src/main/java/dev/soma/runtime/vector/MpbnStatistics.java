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
 * @param columnMean the means, {@code [steps, columns]}; the same array where columns are features
 * @param scale {@code gamma * invStd} of a step, {@code [columns]}
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier
record MpbnStatistics(
        NeuronLayout layout, float[] gamma, float[] mean, float[] invStd, float[] columnMean, float[] scale) {

    /**
     * The statistics of a step, the running ones, and the scale.
     *
     * @param block whose features
     * @param shift what deviations were measured from, from the block's first column on
     * @param sums of the deviations of each feature, then of their squares
     */
    void update(
            NormSettings settings,
            NeuronBlock block,
            int step,
            float[] shift,
            float[] sums,
            float[] runningMean,
            float[] runningVar) {
        int rows = layout.perFeature();
        int features = block.width() / layout.repeats();
        int first = block.firstColumn();
        int statistic = step * layout.features() + first;
        float eps = settings.eps();
        float momentum = settings.momentum();
        float unbias = (float) rows / (rows - 1);
        for (int i = 0; i < features; i++) {
            float offset = sums[i] / rows;
            float var = NormalizationMath.variance(offset, sums[features + i], rows);
            float center = shift[i] + offset;
            float deviation = NormalizationMath.invStd(var, eps);
            mean[statistic + i] = center;
            invStd[statistic + i] = deviation;
            scale[first + i] = gamma[first + i] * deviation;
            runningMean[first + i] = NormalizationMath.running(runningMean[first + i], center, momentum);
            runningVar[first + i] = NormalizationMath.running(runningVar[first + i], var * unbias, momentum);
        }
        layout.repeat(scale, first);
        repeatMean(step);
    }

    /** Finds the columns' means of a step, where columns repeat features. */
    void repeatMean(int step) {
        if (layout.repeats() > 1) {
            int features = layout.features();
            int at = step * layout.columns();
            System.arraycopy(mean, step * features, columnMean, at, features);
            layout.repeat(columnMean, at);
        }
    }

    /** Finds the scale of a step. */
    void scale(NeuronBlock block, int step) {
        int first = block.firstColumn();
        int statistic = step * layout.features() + first;
        for (int i = 0; i < block.width() / layout.repeats(); i++) {
            scale[first + i] = gamma[first + i] * invStd[statistic + i];
        }
        layout.repeat(scale, first);
    }

    /**
     * Adds a step's part to the gradients of gamma and beta, and finds what its potentials' gradients need.
     *
     * @param block whose features
     * @param sums of each feature's {@code dy}, then of {@code dy * (h - mean)}
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
        int features = block.width() / layout.repeats();
        int first = block.firstColumn();
        int statistic = step * layout.features() + first;
        boolean begins = step == layout.steps() - 1;
        float perRow = 1f / layout.perFeature();
        for (int i = 0; i < features; i++) {
            float deviation = invStd[statistic + i];
            float sum = sums[i];
            float product = sums[features + i] * deviation;
            float share = scale[first + i] * perRow;
            gradGamma[first + i] = begins ? product : gradGamma[first + i] + product;
            gradBeta[first + i] = begins ? sum : gradBeta[first + i] + sum;
            average[first + i] = share * sum;
            slope[first + i] = share * deviation * product;
        }
        layout.repeat(average, first);
        layout.repeat(slope, first);
    }
}
