package dev.soma.layers;

/**
 * How a network is run.
 *
 * @param training whether normalisation uses and updates batch statistics and what the backward needs is kept
 * @param observer told of the spikes of each layer of neurons
 */
public record Pass(boolean training, SpikeObserver observer) {
    /** Training. */
    public static final Pass TRAINING = new Pass(true, (path, spikes) -> {});

    /** Evaluation. */
    public static final Pass EVALUATION = new Pass(false, (path, spikes) -> {});

    /** Evaluation under an observer. */
    public static Pass observed(SpikeObserver observer) {
        return new Pass(false, observer);
    }

    /** Is told of the spikes of each layer of neurons, in the order of the layers. */
    @FunctionalInterface
    public interface SpikeObserver {
        /** The spikes of the layer at {@code path}; to keep them, retain or copy them. */
        void spikes(String path, Tensor spikes);
    }
}
