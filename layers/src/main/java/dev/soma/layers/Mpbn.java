package dev.soma.layers;

import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormSettings;

/**
 * Membrane potential batch normalisation of a layer of neurons: each step is normalised with its own batch statistics before
 * it fires. Source: Guo et al., "Membrane Potential Batch Normalization for Spiking Neural Networks", ICCV 2023.
 *
 * @param axis channel-wise or element-wise
 * @param settings eps and momentum
 * @param initialGamma the scale at first
 * @param initialBeta the shift at first
 */
public record Mpbn(NormAxis axis, NormSettings settings, float initialGamma, float initialBeta) {

    /** With the usual settings, gamma 1 and beta 0 at first. */
    public Mpbn(NormAxis axis) {
        this(axis, NormSettings.DEFAULT);
    }

    /** Gamma 1 and beta 0 at first. */
    public Mpbn(NormAxis axis, NormSettings settings) {
        this(axis, settings, 1, 0);
    }
}
