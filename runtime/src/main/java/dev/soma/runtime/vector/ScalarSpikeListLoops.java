package dev.soma.runtime.vector;

/** {@link SpikeListLoops} in plain Java. */
final class ScalarSpikeListLoops implements SpikeListLoops {

    @Override
    public int list(int word, int first, int step, int[] entries, int at) {
        int next = at;
        for (int bits = word; bits != 0; bits &= bits - 1) {
            entries[next++] = first + Integer.numberOfTrailingZeros(bits) * step;
        }
        return next;
    }
}
