package dev.soma.runtime.vector;

import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/** Sums of the columns of a matrix: a partial sum a thread, added up in order. */
final class ColumnSums {
    /** Rows that are added up before they are added to the sum, so that rounding grows with the blocks, not with the rows. */
    private static final int BLOCK = 256;

    private final Workers workers;
    private final float[][] sums;
    private final float[][] blocks;

    ColumnSums(Workers workers) {
        this.workers = workers;
        sums = new float[workers.threads()][0];
        blocks = new float[workers.threads()][0];
    }

    /** Writes the sums of {@code x [rows, columns]} to {@code y [columns]}. */
    void run(int rows, int columns, float[] x, float[] y) {
        int threads = workers.threads();
        workers.run(worker -> {
            sums[worker] = Grow.atLeast(sums[worker], columns);
            blocks[worker] = Grow.atLeast(blocks[worker], columns);
            int from = (int) ((long) rows * worker / threads);
            int to = (int) ((long) rows * (worker + 1) / threads);
            sum(from, to, columns, x, blocks[worker], sums[worker]);
        });
        System.arraycopy(sums[0], 0, y, 0, columns);
        for (int worker = 1; worker < threads; worker++) {
            add(sums[worker], 0, columns, y);
        }
    }

    private static void sum(int from, int to, int columns, float[] x, float[] block, float[] sum) {
        Arrays.fill(sum, 0, columns, 0f);
        for (int first = from; first < to; first += BLOCK) {
            Arrays.fill(block, 0, columns, 0f);
            for (int row = first; row < Math.min(first + BLOCK, to); row++) {
                add(x, row * columns, columns, block);
            }
            add(block, 0, columns, sum);
        }
    }

    private static void add(float[] x, int at, int columns, float[] sum) {
        for (int n = 0; n < columns; n++) {
            sum[n] += x[at + n];
        }
    }
}
