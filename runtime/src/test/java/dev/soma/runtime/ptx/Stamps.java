package dev.soma.runtime.ptx;

/**
 * Who touched a word, in one long: the stamp (a number for the stretch between two barriers of a block, growing over all
 * launches), the position of the instruction in the code, the thread's number in its block.
 */
final class Stamps {
    /** Bits of a position in the code. */
    static final int CODE_BITS = 20;

    private static final int THREAD_BITS = 10;

    private Stamps() {}

    static long of(long stamp, int position, int thread) {
        return (((stamp << CODE_BITS) | position) << THREAD_BITS) | thread;
    }

    static long stamp(long record) {
        return record >>> (CODE_BITS + THREAD_BITS);
    }

    static int position(long record) {
        return (int) (record >>> THREAD_BITS) & (1 << CODE_BITS) - 1;
    }

    static int thread(long record) {
        return (int) record & (1 << THREAD_BITS) - 1;
    }
}
