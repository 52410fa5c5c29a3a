package dev.soma.kernels.convolution;

/**
 * The tile of the tiled kernels: a work-group of {@link #ITEMS} x {@link #ITEMS} computes {@link #SIZE} x {@link #SIZE}
 * sums, a work-item those of every sixteenth row and column, and brings {@link #DEPTH} terms at a time to local memory.
 */
public final class Tile {
    /** Rows, and columns, of the results of a work-group. */
    public static final int SIZE = 64;

    /** Work-items of a group in each dimension. */
    public static final int ITEMS = 16;

    /** Terms in local memory at a time. */
    public static final int DEPTH = ITEMS;

    /** Distance of the terms in local memory where neighbouring work-items write neighbouring terms: spreads them over the banks. */
    static final int TERM_PITCH = SIZE + 2;

    /** Distance of the terms in local memory where 16 work-items write one term and 16 the next: spreads them over the banks. */
    static final int ROW_PITCH = SIZE + 16;

    /** Terms that the work-group loads at a time where a work-item stays in its column. */
    static final int LOADED_TERMS = ITEMS * ITEMS / SIZE;

    private Tile() {}

    /** Whether a pixel lies in an image. */
    static boolean inside(int row, int column, int height, int width) {
        return row >= 0 && row < height && column >= 0 && column < width;
    }

    /**
     * Stores a work-item's sums of one row, those of every sixteenth column.
     *
     * @param row index of the row's first column, or less than 0 where the tile reaches beyond the rows
     * @param column the column of {@code s0}
     * @param columns columns of a row
     */
    static void store(float[] sums, int row, int column, int columns, float s0, float s1, float s2, float s3) {
        if (row >= 0) {
            if (column < columns) {
                sums[row + column] = s0;
            }
            if (column + ITEMS < columns) {
                sums[row + column + ITEMS] = s1;
            }
            if (column + 2 * ITEMS < columns) {
                sums[row + column + 2 * ITEMS] = s2;
            }
            if (column + 3 * ITEMS < columns) {
                sums[row + column + 3 * ITEMS] = s3;
            }
        }
    }
}
