package dev.soma.runtime.vector;

/** The inner loop of the convolution of spikes by rows of three taps. */
interface SlidingSumLoops {
    /** The most entries of a list, one less than a power of 2. */
    int MOST_ENTRIES = 127;

    /** The loops in that form. */
    static SlidingSumLoops of(Form form) {
        return form == Form.VECTOR ? new VectorSlidingSumLoops() : new ScalarSlidingSumLoops();
    }

    /** The width of the rows to use for that many channels, possibly in several blocks. */
    int width(int channels);

    /**
     * Adds rows of three times {@code width} to three neighbouring sums each: {@code sums[at + q * width + n] += sum over i of
     * rows[offsets[i] + rowsAt + n]}, q below {@code columns}, i from {@code starts[first + q]} to {@code starts[first + q + 1]}
     * (exclusive), at most {@link #MOST_ENTRIES}, n below {@code 3 * width}.
     */
    void addLine(
            int[] offsets,
            int[] starts,
            int first,
            int columns,
            float[] rows,
            int rowsAt,
            int width,
            float[] sums,
            int at);
}
