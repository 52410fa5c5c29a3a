package dev.soma.kernels.normalization;

import dev.soma.kernels.KernelContext;

/**
 * Forward of batch normalisation over {@code x [steps, rows, features]}, one statistic per step and feature. In training
 * {@link #normMoments} reads {@code x} once, {@link #normStatistics} joins its sums, {@link #normTrain} writes {@code y}; in
 * evaluation {@link #normEvaluate} does all.
 *
 * <p>Source: Ioffe and Szegedy 2015; per-step statistics: Guo et al. 2023, section 4.
 */
public final class NormForwardKernels {
    /** Elements, of the same feature, that a work-item of an element-wise kernel handles. */
    public static final int PER_ITEM = 4;

    private NormForwardKernels() {}

    /**
     * Sums of the deviations {@code d} from {@link NormalizationMath#shift} and of {@code d^2}, of each split.
     *
     * <p>Launch: groups of {@link NormReduction#COLUMNS} by {@link NormReduction#LANES}; {@link NormReduction#featureGroups}
     * groups along x, {@code steps * splits} along y. Cost: reads {@code 4 * steps * rows * features} bytes; 4 flops an
     * element.
     *
     * @param splits {@link NormReduction#splits}
     * @param x {@code [steps, rows, features]}
     * @param partial out, {@code [steps, splits, 2, features]}
     */
    public static void normMoments(
            KernelContext context, int rows, int features, int splits, float[] x, float[] partial) {
        float[] sums = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        float[] squares = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        int column = context.localIdx;
        int item = context.localIdy * NormReduction.COLUMNS + column;
        int abreast = NormReduction.rowsAbreast(features);
        int sideRow = NormReduction.sideRow(column, features, abreast);
        int feature = context.groupIdx * NormReduction.COLUMNS + column - sideRow * features;
        boolean active = sideRow < abreast && feature < features;
        float sum = 0f;
        float square = 0f;
        int step = NormReduction.step(context.groupIdy, splits);
        int rowsPerSplit = (rows + splits - 1) / splits;
        if (active) {
            int split = context.groupIdy - step * splits;
            int end = Math.min(rows, (split + 1) * rowsPerSplit);
            int base = step * rows * features + feature;
            float shift = NormalizationMath.shift(x, base, rows, features);
            int first = split * rowsPerSplit + context.localIdy * abreast + sideRow;
            for (int row = first; row < end; row += NormReduction.LANES * abreast) {
                float d = x[base + row * features] - shift;
                sum += d;
                square = Math.fma(d, d, square);
            }
        }
        sums[item] = sum;
        squares[item] = square;
        context.localBarrier();
        if (context.localIdy == 0) {
            sums[column] = NormReduction.overLanes(sums, column);
            squares[column] = NormReduction.overLanes(squares, column);
        }
        context.localBarrier();
        if (context.localIdy == 0 && active && sideRow == 0) {
            int slot = context.groupIdy * 2 * features + feature;
            partial[slot] = NormReduction.overColumns(sums, column, features);
            partial[slot + features] = NormReduction.overColumns(squares, column, features);
        }
    }

    /**
     * Batch statistics from the sums of {@link #normMoments}, and the running ones, step by step:
     *
     * <pre>
     * mean = shift + sum(d) / rows;  var = sum(d^2) / rows - (sum(d) / rows)^2;  invStd = 1 / sqrt(var + eps)
     * running = (1 - momentum) * running + momentum * (mean | var * rows / (rows - 1))
     * </pre>
     *
     * <p>Launch: groups of {@link NormReduction#COLUMNS} by {@link NormReduction#LANES}, {@link
     * NormReduction#featureGroups} of them. Cost: reads {@code 8 * steps * splits * features} bytes.
     *
     * @param rows at least 2
     * @param x {@code [steps, rows, features]}, for the shift
     * @param partial {@code [steps, splits, 2, features]}
     * @param mean out, {@code [steps, features]}
     * @param invStd out, {@code [steps, features]}
     * @param runningMean in and out, {@code [features]}
     * @param runningVar in and out, {@code [features]}
     */
    public static void normStatistics(
            KernelContext context,
            int steps,
            int rows,
            int features,
            int splits,
            float eps,
            float momentum,
            float[] x,
            float[] partial,
            float[] mean,
            float[] invStd,
            float[] runningMean,
            float[] runningVar) {
        float[] sums = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        float[] squares = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        int column = context.localIdx;
        int lane = context.localIdy;
        int item = lane * NormReduction.COLUMNS + column;
        int feature = context.groupIdx * NormReduction.COLUMNS + column;
        for (int step = 0; step < steps; step++) {
            float sum = 0f;
            float square = 0f;
            if (feature < features) {
                for (int split = lane; split < splits; split += NormReduction.LANES) {
                    int slot = (step * splits + split) * 2 * features + feature;
                    sum += partial[slot];
                    square += partial[slot + features];
                }
            }
            sums[item] = sum;
            squares[item] = square;
            context.localBarrier();
            if (lane == 0 && feature < features) {
                float offset = NormReduction.overLanes(sums, column) / rows;
                float var = NormalizationMath.variance(offset, NormReduction.overLanes(squares, column), rows);
                float shift = NormalizationMath.shift(x, step * rows * features + feature, rows, features);
                float unbiased = var * ((float) rows / (rows - 1));
                mean[step * features + feature] = shift + offset;
                invStd[step * features + feature] = NormalizationMath.invStd(var, eps);
                runningMean[feature] = NormalizationMath.running(runningMean[feature], shift + offset, momentum);
                runningVar[feature] = NormalizationMath.running(runningVar[feature], unbiased, momentum);
            }
            context.localBarrier();
        }
    }

    /**
     * {@code y = (x - mean) * invStd * gamma + beta}, as {@link NormalizationMath#normalize}.
     *
     * <p>Launch: {@code ceil(rows / PER_ITEM) * features} work-items along x, {@code steps} along y, in groups that are 1
     * high. Cost: reads and writes {@code 4 * steps * rows * features} bytes each; 4 flops an element.
     *
     * @param x {@code [steps, rows, features]}
     * @param mean {@code [steps, features]}
     * @param invStd {@code [steps, features]}
     * @param gamma {@code [features]}
     * @param beta {@code [features]}
     * @param y out, like {@code x}; may be {@code x}
     */
    public static void normTrain(
            KernelContext context,
            int rows,
            int features,
            float[] x,
            float[] mean,
            float[] invStd,
            float[] gamma,
            float[] beta,
            float[] y) {
        int rowStride = (rows + PER_ITEM - 1) / PER_ITEM;
        int firstRow = context.globalIdx / features;
        if (firstRow < rowStride) {
            int step = context.globalIdy;
            int feature = context.globalIdx - firstRow * features;
            int base = step * rows * features + feature;
            float m = mean[step * features + feature];
            float inv = invStd[step * features + feature];
            float g = gamma[feature];
            float b = beta[feature];
            for (int row = firstRow; row < rows; row += rowStride) {
                int index = base + row * features;
                y[index] = NormalizationMath.normalize(x[index], m, inv, g, b);
            }
        }
    }

    /**
     * {@code y = fma(x - runningMean, scale, beta)} with {@code scale = gamma * (1 / sqrt(runningVar + eps))}, as {@link
     * NormalizationMath#evaluate}.
     *
     * <p>Launch: {@code ceil(rows / PER_ITEM) * features} work-items. Cost: reads and writes {@code 4 * rows * features}
     * bytes each; 3 flops an element.
     *
     * @param rows rows of all steps
     * @param x {@code [rows, features]}
     * @param gamma {@code [features]}
     * @param beta {@code [features]}
     * @param runningMean {@code [features]}
     * @param runningVar {@code [features]}
     * @param y out, like {@code x}; may be {@code x}
     */
    public static void normEvaluate(
            KernelContext context,
            int rows,
            int features,
            float eps,
            float[] x,
            float[] gamma,
            float[] beta,
            float[] runningMean,
            float[] runningVar,
            float[] y) {
        int rowStride = (rows + PER_ITEM - 1) / PER_ITEM;
        int firstRow = context.globalIdx / features;
        if (firstRow < rowStride) {
            int feature = context.globalIdx - firstRow * features;
            float mean = runningMean[feature];
            float scale = NormalizationMath.scale(gamma[feature], runningVar[feature], eps);
            float b = beta[feature];
            for (int row = firstRow; row < rows; row += rowStride) {
                int index = row * features + feature;
                y[index] = NormalizationMath.evaluate(x[index], mean, scale, b);
            }
        }
    }
}
