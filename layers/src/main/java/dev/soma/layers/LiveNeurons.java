package dev.soma.layers;

import dev.soma.runtime.FiringRule;

/** A layer of neurons on a device; a forward may have a current of one step, the same at all steps. */
abstract class LiveNeurons extends LiveLayer {
    private final String path;

    LiveNeurons(Construction construction) {
        this.path = construction.path();
    }

    /** Whether in evaluation there is no more to their firing than a {@link #rule}: no normalisation of potentials. */
    abstract boolean fireByRule();

    /** When they fire in evaluation, as it is now. */
    abstract FiringRule rule();

    /** Tells the observer of a pass of their spikes. */
    final void observe(Pass pass, Tensor spikes) {
        pass.observer().spikes(path, spikes);
    }
}
