package dev.soma.layers;

import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormSettings;

/**
 * Batch normalisation after a convolution, with statistics over all steps: channel-wise over (T, N, H, W) or element-wise
 * over (T, N).
 *
 * @param axis channel-wise or element-wise
 * @param settings eps and momentum
 * @param initialGamma the scale at first: 1; {@code alpha * vTh} makes it a tdBN (Zheng et al. 2021); 0 for the last of a
 *     residual branch makes the block start as the identity
 */
public record BatchNorm(NormAxis axis, NormSettings settings, float initialGamma) implements Layer {

    /** Channel-wise, with the usual settings. */
    public BatchNorm() {
        this(NormAxis.CHANNEL, NormSettings.DEFAULT, 1);
    }

    /** Threshold-dependent batch normalisation: channel-wise, gamma {@code alpha * vTh} at first. */
    public static BatchNorm thresholdDependent(float alpha, float vTh) {
        return new BatchNorm(NormAxis.CHANNEL, NormSettings.DEFAULT, alpha * vTh);
    }

    /** The same with other settings. */
    public BatchNorm withSettings(NormSettings newSettings) {
        return new BatchNorm(axis, newSettings, initialGamma);
    }

    /** The same with another gamma at first. */
    public BatchNorm withInitialGamma(float gamma) {
        return new BatchNorm(axis, settings, gamma);
    }

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        if (input.spikes()) {
            throw construction.error("a batch normalisation takes floats, not " + input);
        }
        return new LiveBatchNorm(construction, input, this);
    }
}
