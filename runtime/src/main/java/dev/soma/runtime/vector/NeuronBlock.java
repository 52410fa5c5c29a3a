package dev.soma.runtime.vector;

/**
 * Some lines of some rows: what a thread works on at a time.
 *
 * @param layout of all neurons
 * @param firstRow first row
 * @param endRow row after the last
 * @param firstLine first line of each row
 * @param endLine line after the last
 */
record NeuronBlock(NeuronLayout layout, int firstRow, int endRow, int firstLine, int endLine) {

    /** Index of the row's first neuron in that step. */
    int element(int step, int row) {
        return ((step * layout.rows() + row) * layout.lines() + firstLine) * layout.channels();
    }

    /** Index of the row's first word of spikes in that step. */
    int word(int step, int row) {
        return ((step * layout.rows() + row) * layout.lines() + firstLine) * layout.words();
    }

    /** First feature. */
    int firstFeature() {
        return firstLine * layout.channels();
    }

    /** Feature after the last. */
    int endFeature() {
        return endLine * layout.channels();
    }

    /** Neurons of a row. */
    int width() {
        return endFeature() - firstFeature();
    }

    /** Rows. */
    int height() {
        return endRow - firstRow;
    }

    /** Neurons. */
    int size() {
        return height() * width();
    }

    /** The same lines of some of the rows, counted from the first. */
    NeuronBlock rows(int from, int to) {
        return new NeuronBlock(layout, firstRow + from, firstRow + to, firstLine, endLine);
    }
}
