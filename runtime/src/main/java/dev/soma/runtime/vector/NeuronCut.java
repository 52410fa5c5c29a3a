package dev.soma.runtime.vector;

/**
 * A layout cut into blocks that a thread can work on without the others.
 *
 * @param layout all neurons
 * @param byLines whether blocks are some lines of all rows, so that each has all of its features' neurons; else some rows
 * @param grain lines or rows of a block, but for the last
 */
record NeuronCut(NeuronLayout layout, boolean byLines, int grain) {
    /** Neurons of a line in all rows up to which it pays to take lines: those of a block then stay in the cache. */
    private static final int MOST_OF_A_LINE = 1 << 14;

    /** Least rows of a block, so that sums over rows are worth the joining. */
    private static final int LEAST_ROWS = 16;

    /** Blocks of about that many neurons. */
    static NeuronCut of(NeuronLayout layout, int neurons) {
        int line = layout.rows() * layout.channels();
        int row = layout.features();
        return layout.lines() > 1 && (layout.lines() >= layout.rows() || line <= MOST_OF_A_LINE)
                ? new NeuronCut(layout, true, Math.max(1, neurons / line))
                : new NeuronCut(layout, false, Math.max(LEAST_ROWS, neurons / row));
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
