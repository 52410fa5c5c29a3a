package dev.soma.runtime.vector;

/** {@link FiringListLoops} in plain Java. */
final class ScalarFiringListLoops implements FiringListLoops {

    @Override
    public int column(int[] words, int from, int bit) {
        int column = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            column |= (words[from + i] >>> bit & 1) << i;
        }
        return column;
    }

    @Override
    public int list(int bits, int[] values, int from, int[] entries, int at) {
        int next = at;
        for (int left = bits; left != 0; left &= left - 1) {
            entries[next++] = values[from + Integer.numberOfTrailingZeros(left)];
        }
        return next;
    }
}
