package dev.soma.runtime.vector;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A layout cut into blocks that a thread can work on without the others.
 *
 * @param byLines whether blocks are some lines of all rows, so that each has all of its features' neurons; else some rows
 * @param blocks the blocks
 */
record NeuronCut(boolean byLines, List<NeuronBlock> blocks) {
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
        int grain = byLines
                ? grain(width / layout.channels(), layout.lines(), line, threads)
                : grain(NEURONS / layout.columns(), layout.rows(), layout.columns(), threads);
        int length = byLines ? layout.lines() : layout.rows();
        return new NeuronCut(
                byLines,
                IntStream.range(0, Math.ceilDiv(length, grain))
                        .mapToObj(number ->
                                block(layout, byLines, number * grain, Math.min(length, (number + 1) * grain)))
                        .toList());
    }

    private static NeuronBlock block(NeuronLayout layout, boolean byLines, int from, int to) {
        return byLines
                ? new NeuronBlock(layout, 0, layout.rows(), from, to)
                : new NeuronBlock(layout, from, to, 0, layout.lines());
    }

    /** As many as are good, or fewer so that each thread has some, but those worth its start. */
    private static int grain(int good, int length, int neuronsEach, int threads) {
        int least = Math.max(1, WORTH_A_THREAD / neuronsEach);
        return Math.clamp(Math.ceilDiv(length, threads), least, Math.max(least, good));
    }
}
