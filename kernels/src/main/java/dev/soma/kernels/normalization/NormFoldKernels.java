package dev.soma.kernels.normalization;

import dev.soma.kernels.KernelContext;

/**
 * Folds of an evaluated normalisation, {@code scale = gamma * (1 / sqrt(runningVar + eps))}, for inference.
 *
 * <p>Source: Guo et al. 2023, the re-parameterisation, made exact in floats.
 */
public final class NormFoldKernels {
    private NormFoldKernels() {}

    /**
     * Folds a normalisation into the firing threshold behind it: {@code sign * h > threshold} exactly where {@link
     * NormalizationMath#evaluate} of {@code h} is above {@code vTh}, for every float {@code h}.
     *
     * <p>NaN fires neither way. Parameters may be infinite or NaN. One exception remains: where {@code scale} is 0 and beta
     * is above {@code vTh}, the threshold is {@code -inf} and {@code h = sign * inf} fires, while unfolded its {@code y} is
     * {@code inf * 0}, NaN.
     *
     * <p>Launch: one work-item a feature. Cost: at most 33 evaluations each.
     *
     * @param gamma {@code [features]}
     * @param beta {@code [features]}
     * @param runningMean {@code [features]}
     * @param runningVar {@code [features]}
     * @param threshold out, {@code [features]}
     * @param sign out, {@code [features]}, 1 or -1
     */
    public static void normFoldThreshold(
            KernelContext context,
            int features,
            float eps,
            float vTh,
            float[] gamma,
            float[] beta,
            float[] runningMean,
            float[] runningVar,
            float[] threshold,
            float[] sign) {
        int feature = context.globalIdx;
        if (feature < features) {
            float mean = runningMean[feature];
            float scale = NormalizationMath.scale(gamma[feature], runningVar[feature], eps);
            float direction = NormalizationMath.foldedSign(mean, scale);
            threshold[feature] = NormalizationMath.foldedThreshold(mean, scale, beta[feature], vTh, direction);
            sign[feature] = direction;
        }
    }

    /**
     * Folds a normalisation into the convolution before it: {@code foldedWeight = weight * scale}, {@code foldedBias =
     * fma(bias - runningMean, scale, beta)}.
     *
     * <p>Launch: one work-item a weight. Cost: reads and writes {@code 4 * rows * channels} bytes each.
     *
     * @param rows {@code Kh * Kw * Cin / groups}
     * @param channels output channels
     * @param hasBias 1, or 0 where {@code bias} is not read
     * @param weight {@code [rows, channels]}
     * @param bias {@code [channels]}
     * @param gamma {@code [channels]}
     * @param beta {@code [channels]}
     * @param runningMean {@code [channels]}
     * @param runningVar {@code [channels]}
     * @param foldedWeight out, {@code [rows, channels]}; may be {@code weight}
     * @param foldedBias out, {@code [channels]}; may be {@code bias}
     */
    public static void normFoldConvolution(
            KernelContext context,
            int rows,
            int channels,
            int hasBias,
            float eps,
            float[] weight,
            float[] bias,
            float[] gamma,
            float[] beta,
            float[] runningMean,
            float[] runningVar,
            float[] foldedWeight,
            float[] foldedBias) {
        int index = context.globalIdx;
        if (index < rows * channels) {
            int row = index / channels;
            int channel = index - row * channels;
            float scale = NormalizationMath.scale(gamma[channel], runningVar[channel], eps);
            foldedWeight[index] = weight[index] * scale;
            if (row == 0) {
                float b = hasBias == 1 ? bias[channel] : 0f;
                foldedBias[channel] = NormalizationMath.evaluate(b, runningMean[channel], scale, beta[channel]);
            }
        }
    }
}
