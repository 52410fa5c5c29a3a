package dev.soma.runtime.vector;

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
}
