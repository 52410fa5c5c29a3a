package dev.soma.runtime;

/**
 * The sizes of a layer of neurons over time: {@code xSeq [steps, batch, pixels, channels]}, spikes {@code [steps, batch,
 * pixels, ceil(channels / 32)]}.
 *
 * @param steps time steps, T
 * @param batch samples, N
 * @param pixels height times width; 1 for vectors
 * @param channels channels, C
 */
public record NeuronShape(int steps, int batch, int pixels, int channels) {

    /** Checks the sizes. */
    public NeuronShape {
        Check.positive("steps", steps);
        Check.positive("batch", batch);
        Check.positive("pixels", pixels);
        Check.positive("channels", channels);
        Check.size("xSeq", steps, batch, pixels, channels);
    }

    /** Neurons: {@code batch * pixels * channels}. */
    public int neurons() {
        return batch * pixels * channels;
    }

    /** Elements of a sequence of potentials: {@code steps * neurons}. */
    public int size() {
        return steps * neurons();
    }

    /** Words of one step's spikes. */
    public int stepWords() {
        return batch * pixels * Spikes.words(channels);
    }

    /** Words of a sequence of spikes. */
    public int words() {
        return steps * stepWords();
    }

    /** The sizes of this layer's MPBN. */
    public NormShape norm(NormAxis axis) {
        return axis == NormAxis.CHANNEL
                ? new NormShape(steps, batch * pixels, channels)
                : new NormShape(steps, batch, pixels * channels);
    }
}
