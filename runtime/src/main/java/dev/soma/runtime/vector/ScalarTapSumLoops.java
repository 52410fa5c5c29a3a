package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** {@link TapSumLoops} in plain Java. */
final class ScalarTapSumLoops implements TapSumLoops {
    private static final int WIDEST = 64;

    @Override
    public int width(int channels) {
        return Math.min(channels, WIDEST);
    }

    @Override
    public void addPairs(
            long[] spikes,
            int first,
            int[] sources,
            int[] targets,
            int from,
            int count,
            MemorySegment rows,
            int rowsAt,
            int width,
            float[] sums,
            int at) {
        for (int i = from; i < from + count; i++) {
            int sumAt = at + targets[i] * width;
            for (long bits = spikes[first + sources[i]]; bits != 0; bits &= bits - 1) {
                long row = rowsAt + (long) Long.numberOfTrailingZeros(bits) * width;
                for (int n = 0; n < width; n++) {
                    sums[sumAt + n] += rows.getAtIndex(JAVA_FLOAT, row + n);
                }
            }
        }
    }
}
