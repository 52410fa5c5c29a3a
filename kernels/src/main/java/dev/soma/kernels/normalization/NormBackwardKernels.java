package dev.soma.kernels.normalization;

import dev.soma.kernels.KernelContext;

/**
 * Backward of batch normalisation over {@code x [steps, rows, features]}, with {@code xHat = (x - mean) * invStd}. {@link
 * #normGradSums} reads {@code gradY} and {@code x} once, {@link #normGradParameters} joins its sums, {@link #normGradX}
 * (training) or {@link #normGradXEvaluate} writes {@code gradX}.
 *
 * <p>Source: Ioffe and Szegedy 2015, section 3.
 */
public final class NormBackwardKernels {
    private NormBackwardKernels() {}

    /**
     * The {@code invStd} of an evaluation: {@code 1 / sqrt(var + eps)}.
     *
     * <p>Launch: one work-item a feature.
     *
     * @param var {@code [features]}
     * @param invStd out, {@code [features]}
     */
    public static void normInvStd(KernelContext context, int features, float eps, float[] var, float[] invStd) {
        int feature = context.globalIdx;
        if (feature < features) {
            invStd[feature] = NormalizationMath.invStd(var[feature], eps);
        }
    }

    /**
     * Sums of {@code gradY} and of {@code gradY * xHat}, of each split.
     *
     * <p>Launch: groups of {@link NormReduction#COLUMNS} by {@link NormReduction#LANES}; {@link NormReduction#featureGroups}
     * groups along x, {@code steps * splits} along y. Cost: reads {@code 8 * steps * rows * features} bytes; 5 flops an
     * element.
     *
     * @param splits {@link NormReduction#splits}
     * @param gradY {@code [steps, rows, features]}
     * @param x {@code [steps, rows, features]}
     * @param mean {@code [steps, features]}
     * @param invStd {@code [steps, features]}
     * @param partial out, {@code [steps, splits, 2, features]}
     */
    public static void normGradSums(
            KernelContext context,
            int rows,
            int features,
            int splits,
            float[] gradY,
            float[] x,
            float[] mean,
            float[] invStd,
            float[] partial) {
        float[] sums = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        float[] products = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        int column = context.localIdx;
        int item = context.localIdy * NormReduction.COLUMNS + column;
        int abreast = NormReduction.rowsAbreast(features);
        int sideRow = NormReduction.sideRow(column, features, abreast);
        int feature = context.groupIdx * NormReduction.COLUMNS + column - sideRow * features;
        boolean active = sideRow < abreast && feature < features;
        float sum = 0f;
        float product = 0f;
        int step = NormReduction.step(context.groupIdy, splits);
        int rowsPerSplit = (rows + splits - 1) / splits;
        if (active) {
            int split = context.groupIdy - step * splits;
            int end = Math.min(rows, (split + 1) * rowsPerSplit);
            int base = step * rows * features + feature;
            float m = mean[step * features + feature];
            float inv = invStd[step * features + feature];
            int first = split * rowsPerSplit + context.localIdy * abreast + sideRow;
            for (int row = first; row < end; row += NormReduction.LANES * abreast) {
                int index = base + row * features;
                float g = gradY[index];
                sum += g;
                product = Math.fma(g, (x[index] - m) * inv, product);
            }
        }
        sums[item] = sum;
        products[item] = product;
        context.localBarrier();
        if (context.localIdy == 0) {
            sums[column] = NormReduction.overLanes(sums, column);
            products[column] = NormReduction.overLanes(products, column);
        }
        context.localBarrier();
        if (context.localIdy == 0 && active && sideRow == 0) {
            int slot = context.groupIdy * 2 * features + feature;
            partial[slot] = NormReduction.overColumns(sums, column, features);
            partial[slot + features] = NormReduction.overColumns(products, column, features);
        }
    }

    /**
     * Gradients of gamma and beta from the sums of {@link #normGradSums}, steps added in order, and the means over the rows
     * that {@link #normGradX} needs.
     *
     * <p>Launch: groups of {@link NormReduction#COLUMNS} by {@link NormReduction#LANES}, {@link
     * NormReduction#featureGroups} of them. Cost: reads {@code 8 * steps * splits * features} bytes.
     *
     * @param partial {@code [steps, splits, 2, features]}
     * @param means out, {@code [steps, 2, features]}: means of {@code gradY} and of {@code gradY * xHat}
     * @param gradGamma out, {@code [features]}
     * @param gradBeta out, {@code [features]}
     */
    public static void normGradParameters(
            KernelContext context,
            int steps,
            int rows,
            int features,
            int splits,
            float[] partial,
            float[] means,
            float[] gradGamma,
            float[] gradBeta) {
        float[] sums = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        float[] products = context.allocateFloatLocalArray(NormReduction.COLUMNS * NormReduction.LANES);
        int column = context.localIdx;
        int lane = context.localIdy;
        int item = lane * NormReduction.COLUMNS + column;
        int feature = context.groupIdx * NormReduction.COLUMNS + column;
        float gammaSum = 0f;
        float betaSum = 0f;
        for (int step = 0; step < steps; step++) {
            float sum = 0f;
            float product = 0f;
            if (feature < features) {
                for (int split = lane; split < splits; split += NormReduction.LANES) {
                    int slot = (step * splits + split) * 2 * features + feature;
                    sum += partial[slot];
                    product += partial[slot + features];
                }
            }
            sums[item] = sum;
            products[item] = product;
            context.localBarrier();
            if (lane == 0 && feature < features) {
                float stepSum = NormReduction.overLanes(sums, column);
                float stepProduct = NormReduction.overLanes(products, column);
                means[step * 2 * features + feature] = stepSum / rows;
                means[(step * 2 + 1) * features + feature] = stepProduct / rows;
                betaSum += stepSum;
                gammaSum += stepProduct;
            }
            context.localBarrier();
        }
        if (lane == 0 && feature < features) {
            gradGamma[feature] = gammaSum;
            gradBeta[feature] = betaSum;
        }
    }

    /**
     * {@code gradX = gamma * invStd * (gradY - mean(gradY) - xHat * mean(gradY * xHat))}.
     *
     * <p>Launch: as {@link NormForwardKernels#normTrain}. Cost: reads {@code 8 * steps * rows * features} bytes and writes
     * half as many; 6 flops an element.
     *
     * @param gradY {@code [steps, rows, features]}
     * @param x {@code [steps, rows, features]}
     * @param mean {@code [steps, features]}
     * @param invStd {@code [steps, features]}
     * @param gamma {@code [features]}
     * @param means {@code [steps, 2, features]}, of {@link #normGradParameters}
     * @param gradX out, like {@code x}; may be {@code gradY}
     */
    public static void normGradX(
            KernelContext context,
            int rows,
            int features,
            float[] gradY,
            float[] x,
            float[] mean,
            float[] invStd,
            float[] gamma,
            float[] means,
            float[] gradX) {
        int rowStride = (rows + NormForwardKernels.PER_ITEM - 1) / NormForwardKernels.PER_ITEM;
        int firstRow = context.globalIdx / features;
        if (firstRow < rowStride) {
            int step = context.globalIdy;
            int feature = context.globalIdx - firstRow * features;
            int base = step * rows * features + feature;
            float m = mean[step * features + feature];
            float inv = invStd[step * features + feature];
            float scale = gamma[feature] * inv;
            float meanGrad = means[step * 2 * features + feature];
            float meanProduct = means[(step * 2 + 1) * features + feature];
            for (int row = firstRow; row < rows; row += rowStride) {
                int index = base + row * features;
                float xHat = (x[index] - m) * inv;
                gradX[index] = scale * Math.fma(-xHat, meanProduct, gradY[index] - meanGrad);
            }
        }
    }

    /**
     * {@code gradX = gradY * scale}, the backward of {@link NormForwardKernels#normEvaluate}.
     *
     * <p>Launch: {@code ceil(rows / PER_ITEM) * features} work-items. Cost: reads and writes {@code 4 * rows * features}
     * bytes each; 1 flop an element.
     *
     * @param rows rows of all steps
     * @param gradY {@code [rows, features]}
     * @param gamma {@code [features]}
     * @param runningVar {@code [features]}
     * @param gradX out, like {@code gradY}; may be {@code gradY}
     */
    public static void normGradXEvaluate(
            KernelContext context,
            int rows,
            int features,
            float eps,
            float[] gradY,
            float[] gamma,
            float[] runningVar,
            float[] gradX) {
        int rowStride = (rows + NormForwardKernels.PER_ITEM - 1) / NormForwardKernels.PER_ITEM;
        int firstRow = context.globalIdx / features;
        if (firstRow < rowStride) {
            int feature = context.globalIdx - firstRow * features;
            float scale = NormalizationMath.scale(gamma[feature], runningVar[feature], eps);
            for (int row = firstRow; row < rows; row += rowStride) {
                int index = row * features + feature;
                gradX[index] = gradY[index] * scale;
            }
        }
    }
}
