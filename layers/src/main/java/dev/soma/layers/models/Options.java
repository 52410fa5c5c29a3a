package dev.soma.layers.models;

import dev.soma.layers.Lif;
import dev.soma.runtime.NormSettings;

/**
 * What the networks have in common.
 *
 * @param steps time steps, T; images are repeated, event data must have as many frames
 * @param classes classes
 * @param norm what is normalised
 * @param normSettings eps and momentum of all normalisations
 * @param lif the neurons; their MPBN is replaced by what {@code norm} says
 */
public record Options(int steps, int classes, Norm norm, NormSettings normSettings, Lif lif) {

    /** With the neurons and the normalisation settings of the paper's public code. */
    public Options(int steps, int classes, Norm norm) {
        this(steps, classes, norm, NormSettings.DEFAULT, new Lif());
    }
}
