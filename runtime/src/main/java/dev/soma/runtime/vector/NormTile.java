package dev.soma.runtime.vector;

import java.util.Arrays;

/**
 * A part of {@code x} that one thread handles: some columns of some rows.
 *
 * @param from index of its first element in {@code x}
 * @param rows number of rows
 * @param stride elements from one row to the next
 * @param columns number of columns
 * @param at index of its first column in arrays with a value per step and column
 * @param sums index of its first column in the array of sums
 * @param moreSums index of its first column's second sum there
 */
record NormTile(int from, int rows, int stride, int columns, int at, int sums, int moreSums) {

    /** The tile without its first {@code count} columns. */
    NormTile after(int count) {
        return new NormTile(from + count, rows, stride, columns - count, at + count, sums + count, moreSums + count);
    }

    /** Sets the tile's sums to 0. */
    void clear(float[] allSums) {
        Arrays.fill(allSums, sums, sums + columns, 0f);
        Arrays.fill(allSums, moreSums, moreSums + columns, 0f);
    }
}
