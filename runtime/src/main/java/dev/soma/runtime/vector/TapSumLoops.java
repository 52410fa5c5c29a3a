package dev.soma.runtime.vector;

import java.lang.foreign.MemorySegment;

/** The inner loop of the convolution of spikes by single taps. */
interface TapSumLoops {

    /** The loops in that form. */
    static TapSumLoops of(Form form) {
        return form == Form.VECTOR ? new VectorTapSumLoops() : new ScalarTapSumLoops();
    }

    /** The width of the rows to use for that many channels, possibly in several blocks. */
    int width(int channels);

    /**
     * Adds rows to sums: to {@code sums[at + targets[i] * width + n]} the sum over b of {@code rows[rowsAt + b * width + n]}, i from
     * {@code from} on, {@code count} of them, b the set bits of {@code spikes[first + sources[i]]}, n below {@code width}.
     *
     * @param rows floats of at least {@code rowsAt + 64 * width}
     */
    void addPairs(
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
            int at);
}
