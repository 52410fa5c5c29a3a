package dev.soma.kernels.neuron;

/**
 * Turns what work-items have to what memory wants. A group is 8 rows of 32 work-items; each holds up to 32 spikes of its
 * channel as bits of an {@code int}, and 32 neighbours' spikes at the same bit make a word.
 */
public final class SpikeBits {
    /** Rows of a group. */
    public static final int ROWS = 8;

    /** Ints from one row to the next in local memory: not 32, so that the rows lie in different banks. */
    public static final int PITCH = 33;

    /** Ints of local memory. */
    public static final int LOCAL = ROWS * PITCH;

    private SpikeBits() {}

    /** The word of bit {@code bit} of the 32 ints of a row. */
    public static int word(int[] lanes, int row, int bit) {
        int word = 0;
        for (int lane = 0; lane < 32; lane++) {
            word |= ((lanes[row * PITCH + lane] >> bit) & 1) << lane;
        }
        return word;
    }
}
