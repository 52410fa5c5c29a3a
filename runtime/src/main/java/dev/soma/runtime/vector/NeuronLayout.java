package dev.soma.runtime.vector;

import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.Spikes;

/**
 * Neurons as the loops see them: {@code [steps, rows, lines, channels]}, spikes {@code [steps, rows, lines, words]}. A feature
 * is a line's channel; what belongs to features (a statistic, a threshold) is shared by the rows.
 *
 * @param steps time steps
 * @param rows neurons of a feature, in a step
 * @param lines lines of channels in a row
 * @param channels neurons of a line, whose spikes begin a new word
 */
record NeuronLayout(int steps, int rows, int lines, int channels) {

    /** Every neuron a feature of its own. */
    static NeuronLayout plain(NeuronShape shape) {
        return wordByWord(shape.steps(), 1, shape.batch() * shape.pixels(), shape.channels());
    }

    /** The features of a normalisation along that axis. */
    static NeuronLayout of(NeuronShape shape, NormAxis axis) {
        return axis == NormAxis.CHANNEL
                ? wordByWord(shape.steps(), shape.batch() * shape.pixels(), 1, shape.channels())
                : wordByWord(shape.steps(), shape.batch(), shape.pixels(), shape.channels());
    }

    /** Where lines have no unused bits, they may be cut into words: short lines of one known length. */
    private static NeuronLayout wordByWord(int steps, int rows, int lines, int channels) {
        return channels % Integer.SIZE == 0
                ? new NeuronLayout(steps, rows, lines * (channels / Integer.SIZE), Integer.SIZE)
                : new NeuronLayout(steps, rows, lines, channels);
    }

    /** Words of a line. */
    int words() {
        return Spikes.words(channels);
    }

    /** Neurons of a row. */
    int features() {
        return lines * channels;
    }

    /** Neurons. */
    int neurons() {
        return rows * features();
    }

    /** All of them. */
    NeuronBlock whole() {
        return new NeuronBlock(this, 0, rows, 0, lines);
    }
}
