package dev.soma.runtime.vector;

/** {@link SpikeLoops} in plain Java. */
final class ScalarSpikeLoops implements SpikeLoops {

    @Override
    public int pack(float[] x, int from, int count) {
        int word = 0;
        for (int bit = 0; bit < count; bit++) {
            if (x[from + bit] != 0f) {
                word |= 1 << bit;
            }
        }
        return word;
    }

    @Override
    public void unpack(int word, float[] x, int from, int count) {
        for (int bit = 0; bit < count; bit++) {
            x[from + bit] = word >>> bit & 1;
        }
    }
}
