package dev.soma.runtime.vector;

/** The inner loops that turn spikes of pixels to those of channels. */
interface FiringListLoops {
    /** Ints that may be read behind the values, and overwritten behind a list. */
    int SLACK = Integer.SIZE;

    /** The loops in that form. */
    static FiringListLoops of(Form form) {
        return form == Form.VECTOR ? new VectorFiringListLoops() : new ScalarFiringListLoops();
    }

    /** A bit of each of 32 words: bit i of what is returned is that of {@code words[from + i]}. */
    int column(int[] words, int from, int bit);

    /**
     * Lists the values whose bit is set: {@code values[from + b]} for each bit b, in ascending order, from index {@code at} on.
     *
     * @return the index behind the list
     */
    int list(int bits, int[] values, int from, int[] entries, int at);
}
