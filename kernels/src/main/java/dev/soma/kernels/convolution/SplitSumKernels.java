package dev.soma.kernels.convolution;

import dev.soma.kernels.KernelContext;

/** Long sums into few results, in two stages of fixed order: the sums of the splits, then their sum. */
public final class SplitSumKernels {
    private SplitSumKernels() {}

    /**
     * Sums the rows of each split: {@code partial[s, column] = sum over the rows of split s of x[row, column]}, in order.
     *
     * <p>Launch: one work-item a value of {@code partial}. Cost: {@code rows * columns} additions; reads {@code 4 * rows *
     * columns} bytes.
     *
     * @param splitRows rows of a split
     * @param x {@code [rows, columns]}
     * @param partial out, {@code [ceil(rows / splitRows), columns]}
     */
    public static void sumRows(
            KernelContext context, int rows, int columns, int splitRows, float[] x, float[] partial) {
        int split = context.globalIdx / columns;
        int from = split * splitRows;
        if (from < rows) {
            int column = context.globalIdx - split * columns;
            int to = Math.min(from + splitRows, rows);
            float sum = 0f;
            for (int row = from; row < to; row++) {
                sum += x[row * columns + column];
            }
            partial[split * columns + column] = sum;
        }
    }

    /**
     * Sums the splits: {@code total[k] = sum over s of partial[s, k]}, in order.
     *
     * <p>Launch: one work-item a value of {@code total}. Cost: {@code splits * size} additions; reads {@code 4 * splits *
     * size} bytes.
     *
     * @param partial {@code [splits, size]}
     * @param total out, {@code [size]}
     */
    public static void sumSplits(KernelContext context, int splits, int size, float[] partial, float[] total) {
        int k = context.globalIdx;
        if (k < size) {
            float sum = 0f;
            for (int split = 0; split < splits; split++) {
                sum += partial[split * size + k];
            }
            total[k] = sum;
        }
    }
}
