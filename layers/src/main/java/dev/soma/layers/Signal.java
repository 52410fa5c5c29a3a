package dev.soma.layers;

import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.Spikes;

/**
 * What flows between two layers, but for the batch: activations {@code [steps, batch, height, width, channels]}, vectors
 * with height and width 1.
 *
 * @param steps time steps, T
 * @param height height, H
 * @param width width, W
 * @param channels channels, C
 * @param spikes whether it is packed spikes, else floats
 */
public record Signal(int steps, int height, int width, int channels, boolean spikes) {

    /** Checks that all sizes are positive. */
    public Signal {
        if (steps < 1 || height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "a signal of " + describe(steps, height, width, channels) + " has a size that is not positive");
        }
    }

    /** Floats of one image. */
    public static Signal image(int height, int width, int channels) {
        return new Signal(1, height, width, channels, false);
    }

    /** Pixels: {@code height * width}. */
    public int pixels() {
        return height * width;
    }

    /** Values of a sample at one step: {@code pixels * channels}. */
    public int features() {
        return pixels() * channels;
    }

    /** Whether it has no spatial extent. */
    public boolean isVector() {
        return height == 1 && width == 1;
    }

    /** The same as floats. */
    public Signal asFloats() {
        return new Signal(steps, height, width, channels, false);
    }

    /** The same as spikes. */
    public Signal asSpikes() {
        return new Signal(steps, height, width, channels, true);
    }

    /** The same with other sizes of the image. */
    public Signal withImage(int newHeight, int newWidth, int newChannels) {
        return new Signal(steps, newHeight, newWidth, newChannels, spikes);
    }

    /** The same with another number of steps. */
    public Signal withSteps(int newSteps) {
        return new Signal(newSteps, height, width, channels, spikes);
    }

    /** Values of {@code batch} samples over all steps. */
    public int size(int batch) {
        return Math.multiplyExact(steps * batch, features());
    }

    /** Elements of the buffer that holds {@code batch} samples: values, or words of spikes. */
    public int bufferLength(int batch) {
        return spikes ? Math.multiplyExact(steps * batch, pixels() * Spikes.words(channels)) : size(batch);
    }

    /** The shape of neurons with this input. */
    NeuronShape neurons(int batch) {
        return new NeuronShape(steps, batch, pixels(), channels);
    }

    private static String describe(int steps, int height, int width, int channels) {
        return "T=" + steps + " H=" + height + " W=" + width + " C=" + channels;
    }

    @Override
    public String toString() {
        return describe(steps, height, width, channels) + (spikes ? " spikes" : " floats");
    }
}
