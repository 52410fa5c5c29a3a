package dev.soma.runtime.vector;

/**
 * A layout cut into blocks that a thread can work on without the others.
 *
 * @param layout all neurons
 * @param byLines whether blocks are some lines of all rows, so that each has all of its features' neurons; else some rows
 * @param grain lines or rows of a block, but for the last
 */
record NeuronCut(NeuronLayout layout, boolean byLines, int grain) {
    /** Least neurons of a block's row, so that a loop over them is worth its start. */
    private static final int LEAST_WIDTH = 256;

    /** Blocks of about that many neurons. */
    static NeuronCut of(NeuronLayout layout, int neurons) {
        int width = Math.max(LEAST_WIDTH, neurons / layout.rows());
        boolean byLines = layout.repeats() == 1
                && layout.lines() > 1
                && (layout.columns() > width || layout.rows() == 1);
        return byLines
                ? new NeuronCut(layout, true, Math.max(1, width / layout.channels()))
                : new NeuronCut(layout, false, Math.max(1, neurons / layout.columns()));
    }

    /** Number of blocks. */
    int count() {
        return Math.ceilDiv(length(), grain);
    }

    /** A block. */
    NeuronBlock block(int number) {
        int from = number * grain;
        int to = Math.min(length(), from + grain);
        return byLines
                ? new NeuronBlock(layout, 0, layout.rows(), from, to)
                : new NeuronBlock(layout, from, to, 0, layout.lines());
    }

    private int length() {
        return byLines ? layout.lines() : layout.rows();
    }
}
