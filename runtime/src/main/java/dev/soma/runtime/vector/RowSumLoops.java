package dev.soma.runtime.vector;

/** The inner loop of convolution on spikes: sums of the rows that fire. */
interface RowSumLoops {

    /** The loops in that form. */
    static RowSumLoops of(Form form) {
        return form == Form.VECTOR ? new VectorRowSumLoops() : new ScalarRowSumLoops();
    }

    /** The width of the rows to use for that many channels, possibly in several blocks: one that {@link #addRows} takes. */
    int width(int channels);

    /** The same where three rows are added as one, of three times that width. */
    int widthOfThree(int channels);

    /**
     * Adds rows: {@code c[cAt + n] += sum over i of rows[offsets[i] + rowsAt + n]}, i from {@code from} to {@code to}
     * (exclusive), n below {@code width}.
     */
    void addRows(int[] offsets, int from, int to, float[] rows, int rowsAt, int width, float[] c, int cAt);
}
