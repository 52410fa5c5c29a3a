package dev.soma.layers;

import dev.soma.runtime.LifSettings;
import org.jspecify.annotations.Nullable;

/**
 * Leaky integrate-and-fire neurons over all steps, with or without MPBN; the output is spikes. The equations are those of
 * {@link dev.soma.runtime.NeuronOps}.
 *
 * @param settings threshold, reset, surrogate
 * @param decay share of the potential that is left after a step, 0 to 1; 1 for IF neurons
 * @param learnsDecay whether the decay is learnt (parametric LIF), as the sigmoid of a parameter; then less than 1 and more
 *     than 0
 * @param mpbn the normalisation before firing, or null for none
 */
public record Lif(
        LifSettings settings,
        float decay,
        boolean learnsDecay,
        @Nullable Mpbn mpbn) implements Layer {
    /** The decay of the paper's public code. */
    public static final float DEFAULT_DECAY = 0.25f;

    /** Checks the decay. */
    public Lif {
        boolean fits = learnsDecay ? decay > 0 && decay < 1 : decay >= 0 && decay <= 1;
        if (!fits) {
            throw new IllegalArgumentException(
                    "decay is " + decay + ", expected 0 to 1" + (learnsDecay ? ", both excluded as it is learnt" : ""));
        }
    }

    /** With the settings of the paper's public code, without MPBN. */
    public Lif() {
        this(LifSettings.DEFAULT, DEFAULT_DECAY, false, null);
    }

    /** Integrate-and-fire: without leak. */
    public static Lif integrateAndFire(LifSettings settings) {
        return new Lif(settings, 1, false, null);
    }

    /** The same with that normalisation, or without if null. */
    public Lif withMpbn(@Nullable Mpbn newMpbn) {
        return new Lif(settings, decay, learnsDecay, newMpbn);
    }

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        if (input.spikes()) {
            throw construction.error("neurons take floats, not " + input);
        }
        return new LiveLif(construction, input, this);
    }
}
