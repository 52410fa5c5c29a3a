package dev.soma.runtime.vector;

/**
 * A layout cut into blocks that a thread can work on without the others.
 *
 * @param layout all neurons
 * @param byLines whether blocks are some lines of all rows, so that each has all of its features' neurons; else some rows
 * @param grain lines or rows of a block, but for the last
 */
record NeuronCut(NeuronLayout layout, boolean byLines, int grain) {
    /** Neurons of a block: what a thread keeps of them between two steps fits in the second cache. */
    private static final int NEURONS = 1 << 15;

    /** Least neurons of a block's row: reading short rows far apart costs more than reading long ones. */
    private static final int LEAST_WIDTH = 512;

    /** Most neurons of a block's row: what a step touches of them fits in the first cache. */
    private static final int MOST_WIDTH = 1 << 12;

    /** Neurons that are worth a thread's start. */
    private static final int WORTH_A_THREAD = 2048;

    /** Blocks for that many threads. */
    static NeuronCut of(NeuronLayout layout, int threads) {
        int width = Math.clamp(NEURONS / layout.rows(), LEAST_WIDTH, MOST_WIDTH);
        boolean byLines =
                layout.repeats() == 1 && layout.lines() > 1 && (layout.rows() == 1 || layout.columns() > LEAST_WIDTH);
        int line = layout.rows() * layout.channels();
        return byLines
                ? new NeuronCut(layout, true, grain(width / layout.channels(), layout.lines(), line, threads))
                : new NeuronCut(
                        layout, false, grain(NEURONS / layout.columns(), layout.rows(), layout.columns(), threads));
    }

    /** As many as are good, or fewer so that each thread has some, but those worth its start. */
    private static int grain(int good, int length, int neuronsEach, int threads) {
        int least = Math.max(1, WORTH_A_THREAD / neuronsEach);
        return Math.clamp(Math.ceilDiv(length, threads), least, Math.max(least, good));
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
