package dev.soma.runtime.vector;

/** {@link SlidingSumLoops} in plain Java. */
final class ScalarSlidingSumLoops implements SlidingSumLoops {
    private static final int WIDEST = 32;

    @Override
    public int width(int channels) {
        return Math.min(channels, WIDEST);
    }

    @Override
    public void addLine(
            int[] offsets,
            int[] starts,
            int first,
            int columns,
            float[] rows,
            int rowsAt,
            int width,
            float[] sums,
            int at) {
        for (int q = 0; q < columns; q++) {
            int sumAt = at + q * width;
            for (int i = starts[first + q]; i < starts[first + q + 1]; i++) {
                int row = offsets[i] + rowsAt;
                for (int n = 0; n < 3 * width; n++) {
                    sums[sumAt + n] += rows[row + n];
                }
            }
        }
    }
}
