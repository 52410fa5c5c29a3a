package dev.soma.runtime.vector;

/** Scratch for the pixels that each tap joins, tap by tap. */
final class TapPairs {
    /** Where the input pixel's word is, in a chunk. */
    int[] sources = {};

    /** The output pixel, counted in the band. */
    int[] targets = {};

    /** The first pair of each tap; in the entry behind the last tap's, where its pairs end. */
    int[] starts = {};

    /** Makes room. */
    void reserve(int taps, int pairs) {
        starts = Grow.atLeast(starts, taps + 1);
        sources = Grow.atLeast(sources, pairs);
        targets = Grow.atLeast(targets, pairs);
    }
}
