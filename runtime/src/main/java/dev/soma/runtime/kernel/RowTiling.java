package dev.soma.runtime.kernel;

import dev.soma.kernels.neuron.LifMpbnKernels;

/**
 * How the rows of a batch-normalised layer are split among work-items. It follows from the shape alone, so that sums have
 * one order on all devices.
 *
 * @param rowsPerItem rows that a work-item passes through
 * @param splits groups that share the rows of a column
 */
record RowTiling(int rowsPerItem, int splits) {
    /** Groups that fill the largest devices. */
    static final int USUAL_GROUPS = 1024;

    /** Fewer rows than these are not worth a partial sum. */
    private static final int LEAST_ROWS = 4;

    /** An item's spikes are the bits of an int. */
    private static final int MOST_ROWS = Integer.SIZE;

    /**
     * The most rows for an item that leave about {@code groups} groups.
     *
     * @param columns groups side by side: the words of a row's spikes
     */
    static RowTiling of(int rows, int columns, int groups) {
        long wanted = Math.ceilDiv((long) rows * columns, (long) groups * LifMpbnKernels.ROW_LANES);
        int rowsPerItem = Math.clamp(wanted, LEAST_ROWS, MOST_ROWS);
        return new RowTiling(rowsPerItem, Math.ceilDiv(rows, rowsPerItem * LifMpbnKernels.ROW_LANES));
    }
}
