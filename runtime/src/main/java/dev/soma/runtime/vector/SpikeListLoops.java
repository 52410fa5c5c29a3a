package dev.soma.runtime.vector;

/** The inner loop that turns spikes to lists. */
interface SpikeListLoops {
    /** Ints that may be overwritten behind a list. */
    int SLACK = 16;

    /** The loops in that form. */
    static SpikeListLoops of(Form form) {
        return form == Form.VECTOR ? new VectorSpikeListLoops() : new ScalarSpikeListLoops();
    }

    /**
     * Lists the set bits of a word: {@code first + bit * step} each, in ascending order, from index {@code at} on.
     *
     * @return the index behind the list
     */
    int list(int word, int first, int step, int[] entries, int at);
}
