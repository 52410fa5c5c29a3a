package dev.soma.kernels.normalization;

/**
 * How kernels that sum over the rows of {@code x [steps, rows, features]} divide the work. A group has {@link #COLUMNS} by
 * {@link #LANES} work-items and handles some rows, a <em>split</em>, of one step: neighbouring columns are neighbouring
 * features. Where a row is shorter than a group is wide, several rows lie side by side, so that columns stay busy. Each
 * work-item sums every so many rows; the group joins these sums in local memory, by lane and then by column; a second
 * kernel joins the splits, in order.
 */
public final class NormReduction {
    /** Work-items of a group along the features. */
    public static final int COLUMNS = 32;

    /** Work-items of a group along the rows. */
    public static final int LANES = 8;

    private static final int ROWS_PER_ITEM = 32;
    private static final int ENOUGH_GROUPS = 1024;
    private static final int MOST_SPLITS = 512;

    private NormReduction() {}

    /** Groups along the features. */
    public static int featureGroups(int features) {
        return (features + COLUMNS - 1) / COLUMNS;
    }

    /** Splits of each step: enough to fill a large device, each with enough rows to be worth it. Of the shape alone. */
    public static int splits(int steps, int rows, int features) {
        int rowsPerSplit = ROWS_PER_ITEM * LANES * rowsAbreast(features);
        int useful = (rows + rowsPerSplit - 1) / rowsPerSplit;
        long groups = (long) featureGroups(features) * steps;
        int wanted = (int) Math.max(1, ENOUGH_GROUPS / groups);
        return Math.min(useful, Math.min(wanted, MOST_SPLITS));
    }

    /** Rows that lie side by side in the columns of a group. */
    static int rowsAbreast(int features) {
        return features < COLUMNS ? COLUMNS / features : 1;
    }

    /**
     * Which of the rows that lie side by side a column is in. A division costs as much as some rows: there is none where a row
     * fills the group.
     */
    static int sideRow(int column, int features, int abreast) {
        return abreast == 1 ? 0 : column / features;
    }

    /** The step of a group, whose splits are neighbours; no division for the first. */
    static int step(int group, int splits) {
        return group < splits ? 0 : group / splits;
    }

    /** The sum over the lanes of one column. */
    static float overLanes(float[] sums, int column) {
        float sum = sums[column];
        for (int lane = 1; lane < LANES; lane++) {
            sum += sums[lane * COLUMNS + column];
        }
        return sum;
    }

    /** The sum over the rows that lie side by side, of one feature: its column and those a row further on. */
    static float overColumns(float[] sums, int column, int features) {
        int abreast = rowsAbreast(features);
        float sum = sums[column];
        for (int row = 1; row < abreast; row++) {
            sum += sums[column + row * features];
        }
        return sum;
    }
}
