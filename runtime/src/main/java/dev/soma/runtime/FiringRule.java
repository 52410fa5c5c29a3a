package dev.soma.runtime;

import org.jspecify.annotations.Nullable;

/**
 * When a LIF neuron without batch statistics fires, as in inference, and what is then left of its potential.
 *
 * @param settings the reset, and {@code vTh}
 * @param decay {@code [1]}
 * @param axis whether the pairs of {@code folded} are per channel or per element
 * @param folded fires where {@code sign * h > threshold}, {@code [features]} each; null: where {@code h > vTh}
 */
public record FiringRule(
        LifSettings settings,
        Buffer decay,
        NormAxis axis,
        @Nullable FoldedThreshold folded) {

    /** Fires where {@code h > vTh}. */
    public static FiringRule plain(LifSettings settings, Buffer decay) {
        return new FiringRule(settings, decay, NormAxis.CHANNEL, null);
    }

    /**
     * Computes the spikes, by {@link NeuronOps#lifForward} or {@link NeuronOps#lifFoldedForward}.
     *
     * @param xSeq input current, {@code [T, N, pixels, C]}, or {@code [N, pixels, C]}: the same at all steps
     * @param spikeSeq out, spikes
     */
    public void fire(NeuronOps ops, NeuronShape shape, Buffer xSeq, Buffer spikeSeq) {
        if (folded == null) {
            ops.lifForward(shape, settings, decay, xSeq, spikeSeq, null);
        } else {
            ops.lifFoldedForward(shape, axis, settings, decay, xSeq, folded, spikeSeq);
        }
    }

    void check(Device device, NeuronShape shape) {
        Check.floats(device, "decay", decay, 1);
        if (folded != null) {
            folded.check(device, shape.norm(axis).features());
        }
    }
}
