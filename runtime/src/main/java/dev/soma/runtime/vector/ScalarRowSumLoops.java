package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** {@link RowSumLoops} in plain Java. */
final class ScalarRowSumLoops implements RowSumLoops {
    private static final int WIDEST = 64;

    @Override
    public int width(int channels) {
        return Math.min(channels, WIDEST);
    }

    @Override
    public int widthOfThree(int channels) {
        return width(channels);
    }

    @Override
    public void addRows(int[] offsets, int from, int to, float[] rows, int rowsAt, int width, float[] c, int cAt) {
        for (int i = from; i < to; i++) {
            int row = offsets[i] + rowsAt;
            for (int n = 0; n < width; n++) {
                c[cAt + n] += rows[row + n];
            }
        }
    }

    @Override
    public boolean prefersWords() {
        return true;
    }

    @Override
    public void addThrees(
            long[] words, int first, int count, MemorySegment rows, int rowsAt, int width, float[] c, int cAt) {
        for (int i = 0; i < count; i++) {
            for (long bits = words[first + i]; bits != 0; bits &= bits - 1) {
                long row = rowsAt + (long) (i * Long.SIZE + Long.numberOfTrailingZeros(bits)) * width;
                for (int n = 0; n < 3 * width; n++) {
                    c[cAt + n] += rows.getAtIndex(JAVA_FLOAT, row + n);
                }
            }
        }
    }
}
