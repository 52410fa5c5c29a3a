package dev.soma.runtime.vector;

import java.lang.foreign.MemorySegment;

/** The inner loop of the convolution of spikes by rows of three taps. */
interface SlidingSumLoops {
    /** The loops in that form. */
    static SlidingSumLoops of(Form form) {
        return form == Form.VECTOR ? new VectorSlidingSumLoops() : new ScalarSlidingSumLoops();
    }

    /** The width of the rows to use for that many channels, possibly in several blocks. */
    int width(int channels);

    /**
     * Adds rows of three times {@code width} to three neighbouring sums each: to {@code sums[at + q * width + n]} the sum over b of
     * {@code rows[rowsAt + b * 3 * width + n]}, q below {@code columns}, b the set bits of {@code spikes[first + q]}, n below {@code
     * 3 * width}. The {@code columns + 2} sums of the line go to {@code y[yAt + q * yStep + n]}, n below {@code width}, without
     * {@code margin} of them at each end, q counted from the first that goes there; {@code sums} may be left as they were.
     *
     * @param rows floats of at least {@code rowsAt + 64 * 3 * width}
     * @param margin 0 to 2
     */
    void addLine(
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
            int yStep);
}
