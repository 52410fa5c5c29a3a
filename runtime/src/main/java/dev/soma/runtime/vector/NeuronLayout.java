package dev.soma.runtime.vector;

import dev.soma.runtime.FiringRule;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.Spikes;

/**
 * Neurons as the loops see them: {@code [steps, rows, lines, channels]}, spikes {@code [steps, rows, lines, words]}. A column
 * is a line's channel; what belongs to columns (a statistic, a threshold) is shared by the rows.
 *
 * <p>Columns are the features of a normalisation, or repeat them: where features are few, several lines of them make a row,
 * since a loop over a short row costs more.
 *
 * @param steps time steps
 * @param rows neurons of a column, in a step
 * @param lines lines of channels in a row
 * @param channels neurons of a line, whose spikes begin a new word
 * @param repeats how often the columns repeat the features
 */
record NeuronLayout(int steps, int rows, int lines, int channels, int repeats) {
    /** Most columns that repeat features, where there are sums of columns. */
    private static final int MOST_REPEATED = 512;

    /** The same where there are none, and a longer row costs nothing. Measured: 1.25 times as fast as with 512. */
    private static final int MOST_REPEATED_WITHOUT_SUMS = 2048;

    /** Every neuron a feature of its own. */
    static NeuronLayout plain(NeuronShape shape) {
        return wordByWord(shape.steps(), 1, shape.batch() * shape.pixels(), shape.channels());
    }

    /** The features of a normalisation along that axis. */
    static NeuronLayout of(NeuronShape shape, NormAxis axis) {
        return of(shape, axis, MOST_REPEATED);
    }

    /** The same for a pass that sums nothing over a column. */
    static NeuronLayout withoutSums(NeuronShape shape, NormAxis axis) {
        return of(shape, axis, MOST_REPEATED_WITHOUT_SUMS);
    }

    /** The same for neurons that fire by a rule. */
    static NeuronLayout of(NeuronShape shape, FiringRule rule) {
        return rule.folded() == null ? plain(shape) : withoutSums(shape, rule.axis());
    }

    private static NeuronLayout of(NeuronShape shape, NormAxis axis, int mostColumns) {
        return axis == NormAxis.CHANNEL && shape.pixels() > 1
                ? repeating(shape.steps(), shape.batch() * shape.pixels(), shape.channels(), mostColumns)
                : wordByWord(shape.steps(), shape.batch(), shape.pixels(), shape.channels());
    }

    /** Where lines have no unused bits, they may be cut into words. */
    private static NeuronLayout wordByWord(int steps, int rows, int lines, int channels) {
        return channels % Integer.SIZE == 0
                ? new NeuronLayout(steps, rows, lines * (channels / Integer.SIZE), Integer.SIZE, 1)
                : new NeuronLayout(steps, rows, lines, channels, 1);
    }

    private static NeuronLayout repeating(int steps, int rows, int channels, int mostColumns) {
        int repeats = Math.clamp(mostColumns / channels, 1, rows);
        while (rows % repeats != 0) {
            repeats--;
        }
        return new NeuronLayout(steps, rows / repeats, repeats, channels, repeats);
    }

    /** Words of a line. */
    int words() {
        return Spikes.words(channels);
    }

    /** Neurons of a row. */
    int columns() {
        return lines * channels;
    }

    /** Columns that differ. */
    int features() {
        return columns() / repeats;
    }

    /** Neurons of a feature, in a step. */
    int perFeature() {
        return rows * repeats;
    }

    /** Neurons. */
    int neurons() {
        return rows * columns();
    }

    /** All of them. */
    NeuronBlock whole() {
        return new NeuronBlock(this, 0, rows, 0, lines);
    }

    /** The columns of features, or the same array if columns are features. */
    float[] columns(float[] features, HostScratch scratch) {
        return columns(features, 0, scratch);
    }

    /** The same of the features from an index on. */
    float[] columns(float[] features, int first, HostScratch scratch) {
        if (repeats == 1 && first == 0) {
            return features;
        }
        float[] columns = scratch.atLeast(columns());
        System.arraycopy(features, first, columns, 0, features());
        repeat(columns, 0);
        return columns;
    }

    /** Repeats the features that are in the first columns, those from an index on. */
    void repeat(float[] columns, int at) {
        for (int i = 1; i < repeats; i++) {
            System.arraycopy(columns, at, columns, at + i * features(), features());
        }
    }
}
