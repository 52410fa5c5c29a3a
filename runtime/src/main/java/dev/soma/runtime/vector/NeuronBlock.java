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

    /** Index of a row's first neuron in a step; rows count from the block's first. */
    int element(int step, int row) {
        return ((step * layout.rows() + firstRow + row) * layout.lines() + firstLine) * layout.channels();
    }

    /** Index of a row's first word of spikes in a step; rows count from the block's first. */
    int word(int step, int row) {
        return ((step * layout.rows() + firstRow + row) * layout.lines() + firstLine) * layout.words();
    }

    /** First column. */
    int firstColumn() {
        return firstLine * layout.channels();
    }

    /** Neurons of a row. */
    int width() {
        return lines() * layout.channels();
    }

    /** Lines of a row. */
    int lines() {
        return endLine - firstLine;
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
