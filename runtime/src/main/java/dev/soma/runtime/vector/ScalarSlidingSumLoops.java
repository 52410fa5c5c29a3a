package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** {@link SlidingSumLoops} in plain Java. */
final class ScalarSlidingSumLoops implements SlidingSumLoops {
    private static final int WIDEST = 32;

    @Override
    public int width(int channels) {
        return Math.min(channels, WIDEST);
    }

    @Override
    public void addLine(
            long[] spikes,
            int first,
            int columns,
            MemorySegment rows,
            int rowsAt,
            int width,
            float[] sums,
            int at,
            int margin,
            float[] y,
            int yAt,
            int yStep) {
        for (int q = 0; q < columns; q++) {
            int sumAt = at + q * width;
            for (long bits = spikes[first + q]; bits != 0; bits &= bits - 1) {
                long row = rowsAt + Long.numberOfTrailingZeros(bits) * 3L * width;
                for (int n = 0; n < 3 * width; n++) {
                    sums[sumAt + n] += rows.getAtIndex(JAVA_FLOAT, row + n);
                }
            }
        }
        for (int q = margin; q < columns + 2 - margin; q++) {
            System.arraycopy(sums, at + q * width, y, yAt + (q - margin) * yStep, width);
        }
    }
}
