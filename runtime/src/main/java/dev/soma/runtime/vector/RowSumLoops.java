package dev.soma.runtime.vector;

import java.lang.foreign.MemorySegment;

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

    /** Whether {@link #addThrees} is faster than {@link #addRows}. */
    boolean prefersWords();

    /**
     * Adds rows of three times {@code width} where a bit is set: {@code c[cAt + n] += sum over i and b of rows[rowsAt + (64 * i + b) *
     * width + n]}, i below {@code count}, b the set bits of {@code words[first + i]}, n below {@code 3 * width}.
     *
     * @param width as {@link #widthOfThree} has it
     * @param rows floats of at least {@code rowsAt + (64 * count + 2) * width}
     */
    void addThrees(long[] words, int first, int count, MemorySegment rows, int rowsAt, int width, float[] c, int cAt);
}
