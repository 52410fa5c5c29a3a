package dev.soma.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation over {@link NormShape}: after a convolution, or of membrane potentials, channel-wise or element-wise.
 *
 * <pre>
 * training:   y[t, r, f] = (x[t, r, f] - mean[t, f]) * invStd[t, f] * gamma[f] + beta[f]
 *             invStd = 1 / sqrt(var + eps), var the biased variance of step t;
 *             for each step in turn: running = (1 - momentum) * running + momentum * (mean | unbiased var)
 * evaluation: scale = gamma * (1 / sqrt(runningVar + eps));  y = fma(x - runningMean, scale, beta)
 * backward:   xHat = (x - mean) * invStd
 *             gradBeta = sum of gradY;  gradGamma = sum of gradY * xHat   (over steps and rows)
 *             gradX = gamma * invStd * (gradY - mean of gradY - xHat * mean of gradY * xHat)   (means over the rows of a step)
 * </pre>
 *
 * Source: Ioffe and Szegedy 2015; per-step statistics: Guo et al. 2023, section 4.
 */
public abstract class NormalizationOps {
    private final Device device;

    /** For devices. */
    protected NormalizationOps(Device device) {
        this.device = device;
    }

    /**
     * Normalises with batch statistics and updates the running ones, step by step.
     *
     * @param x {@code [steps, rows, features]}
     * @param y like {@code x}
     * @param saved out: what the backward needs
     */
    public final void forwardTraining(
            NormShape shape,
            NormSettings settings,
            Buffer x,
            NormParameters parameters,
            Buffer y,
            BatchStatistics saved) {
        shape.requireBatch();
        Check.floats(device, "x", x, shape.size());
        parameters.check(device, shape.features());
        Check.floats(device, "y", y, shape.size());
        saved.check(device, shape.steps() * shape.features());
        doForwardTraining(shape, settings, x, parameters, y, saved);
    }

    /** Normalises with the running statistics. */
    public final void forwardEvaluation(NormShape shape, float eps, Buffer x, NormParameters parameters, Buffer y) {
        Check.floats(device, "x", x, shape.size());
        parameters.check(device, shape.features());
        Check.floats(device, "y", y, shape.size());
        doForwardEvaluation(shape, eps, x, parameters, y);
    }

    /**
     * Backward of {@link #forwardTraining}. {@code gradX} may be {@code gradY}.
     *
     * @param saved what the forward saved
     * @param gradients out
     */
    public final void backwardTraining(
            NormShape shape,
            Buffer gradY,
            Buffer x,
            Buffer gamma,
            BatchStatistics saved,
            Buffer gradX,
            NormGradients gradients) {
        Check.floats(device, "gradY", gradY, shape.size());
        Check.floats(device, "x", x, shape.size());
        Check.floats(device, "gamma", gamma, shape.features());
        saved.check(device, shape.steps() * shape.features());
        Check.floats(device, "gradX", gradX, shape.size());
        gradients.check(device, shape.features());
        doBackwardTraining(shape, gradY, x, gamma, saved, gradX, gradients);
    }

    /** Backward of {@link #forwardEvaluation}: {@code gradX = gradY * scale}. {@code gradX} may be {@code gradY}. */
    public final void backwardEvaluation(
            NormShape shape,
            float eps,
            Buffer gradY,
            Buffer x,
            NormParameters parameters,
            Buffer gradX,
            NormGradients gradients) {
        Check.floats(device, "gradY", gradY, shape.size());
        Check.floats(device, "x", x, shape.size());
        parameters.check(device, shape.features());
        Check.floats(device, "gradX", gradX, shape.size());
        gradients.check(device, shape.features());
        doBackwardEvaluation(shape, eps, gradY, x, parameters, gradX, gradients);
    }

    /**
     * Folds an evaluated MPBN into the firing threshold: {@code y(h) > vTh} exactly when {@code sign * h > threshold}, for
     * every float {@code h}, with {@code y} as {@link #forwardEvaluation} computes it. Found by bisection over the floats.
     * Where {@code scale} is 0 the threshold is {@code -inf} (always fires) or {@code +inf} (never).
     *
     * @param features number of pairs
     * @param threshold out, {@code [features]}
     * @param sign out, {@code [features]}, 1 or -1
     */
    public final void foldThreshold(
            int features, float eps, float vTh, NormParameters parameters, Buffer threshold, Buffer sign) {
        Check.positive("features", features);
        Check.finite("vTh", vTh);
        parameters.check(device, features);
        Check.floats(device, "threshold", threshold, features);
        Check.floats(device, "sign", sign, features);
        doFoldThreshold(features, eps, vTh, parameters, threshold, sign);
    }

    /**
     * Folds an evaluated channel-wise normalisation into the convolution before it:
     * {@code foldedWeight = weight * scale}, {@code foldedBias = (bias - runningMean) * scale + beta}.
     *
     * @param rows rows of the weight: {@code kernelHeight * kernelWidth * inChannels / groups}
     * @param channels output channels
     * @param weight {@code [rows, channels]}
     * @param bias {@code [channels]}, or null for none
     * @param foldedWeight out, {@code [rows, channels]}; may be {@code weight}
     * @param foldedBias out, {@code [channels]}
     */
    public final void foldConvolution(
            int rows,
            int channels,
            float eps,
            Buffer weight,
            @Nullable Buffer bias,
            NormParameters parameters,
            Buffer foldedWeight,
            Buffer foldedBias) {
        int size = Check.size("weight", Check.positive("rows", rows), Check.positive("channels", channels));
        Check.floats(device, "weight", weight, size);
        Check.optionalFloats(device, "bias", bias, channels);
        parameters.check(device, channels);
        Check.floats(device, "foldedWeight", foldedWeight, size);
        Check.floats(device, "foldedBias", foldedBias, channels);
        doFoldConvolution(rows, channels, eps, weight, bias, parameters, foldedWeight, foldedBias);
    }

    /** {@link #forwardTraining}, arguments checked. */
    protected abstract void doForwardTraining(
            NormShape shape,
            NormSettings settings,
            Buffer x,
            NormParameters parameters,
            Buffer y,
            BatchStatistics saved);

    /** {@link #forwardEvaluation}, arguments checked. */
    protected abstract void doForwardEvaluation(
            NormShape shape, float eps, Buffer x, NormParameters parameters, Buffer y);

    /** {@link #backwardTraining}, arguments checked. */
    protected abstract void doBackwardTraining(
            NormShape shape,
            Buffer gradY,
            Buffer x,
            Buffer gamma,
            BatchStatistics saved,
            Buffer gradX,
            NormGradients gradients);

    /** {@link #backwardEvaluation}, arguments checked. */
    protected abstract void doBackwardEvaluation(
            NormShape shape,
            float eps,
            Buffer gradY,
            Buffer x,
            NormParameters parameters,
            Buffer gradX,
            NormGradients gradients);

    /** {@link #foldThreshold}, arguments checked. */
    protected abstract void doFoldThreshold(
            int features, float eps, float vTh, NormParameters parameters, Buffer threshold, Buffer sign);

    /** {@link #foldConvolution}, arguments checked. */
    protected abstract void doFoldConvolution(
            int rows,
            int channels,
            float eps,
            Buffer weight,
            @Nullable Buffer bias,
            NormParameters parameters,
            Buffer foldedWeight,
            Buffer foldedBias);
}
