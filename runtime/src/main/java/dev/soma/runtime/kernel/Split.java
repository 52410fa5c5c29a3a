package dev.soma.runtime.kernel;

import dev.soma.kernels.convolution.Tile;

/**
 * A long sum cut into parts that run side by side. It follows from the sizes alone, never from the device: the order of the
 * additions is the same everywhere.
 *
 * @param terms terms of a part, but for the last: a multiple of {@link Tile#DEPTH}
 * @param count number of parts
 */
record Split(int terms, int count) {

    /** About {@code wanted} parts of {@code total} terms, of at least {@code least} terms each. */
    static Split of(int total, int wanted, int least) {
        int terms = Math.max(Math.ceilDiv(total, Math.max(wanted, 1)), least);
        int rounded = Math.ceilDiv(terms, Tile.DEPTH) * Tile.DEPTH;
        return new Split(rounded, Math.ceilDiv(total, rounded));
    }
}
