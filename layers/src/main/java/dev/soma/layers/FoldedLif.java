package dev.soma.layers;

import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NormAxis;

/**
 * Neurons whose MPBN has been folded into the threshold: fires where {@code sign * h > threshold}. For inference only.
 *
 * @param axis whether threshold and sign are per channel or per element
 * @param settings the reset and, for a soft one, vTh
 * @param decay share of the potential that is left after a step
 */
public record FoldedLif(NormAxis axis, LifSettings settings, float decay) implements Layer {

    @Override
    public LiveLayer build(Construction construction, Signal input) {
        if (input.spikes()) {
            throw construction.error("neurons take floats, not " + input);
        }
        return new LiveFoldedLif(construction, input, this);
    }
}
