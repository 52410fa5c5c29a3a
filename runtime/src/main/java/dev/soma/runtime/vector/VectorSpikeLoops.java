package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link SpikeLoops} with the Vector API. */
final class VectorSpikeLoops implements SpikeLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    private final SpikeLoops rest = new ScalarSpikeLoops();

    @Override
    public int pack(float[] x, int from, int count) {
        int word = 0;
        int bit = 0;
        for (; bit + LANES <= count; bit += LANES) {
            VectorMask<Float> spikes =
                    FloatVector.fromArray(SPECIES, x, from + bit).compare(VectorOperators.NE, 0f);
            word |= (int) spikes.toLong() << bit;
        }
        return bit == count ? word : word | rest.pack(x, from + bit, count - bit) << bit;
    }

    @Override
    public void unpack(int word, float[] x, int from, int count) {
        int bit = 0;
        for (; bit + LANES <= count; bit += LANES) {
            VectorMask<Float> spikes = VectorMask.fromLong(SPECIES, word >>> bit);
            FloatVector.zero(SPECIES).blend(1f, spikes).intoArray(x, from + bit);
        }
        if (bit < count) {
            rest.unpack(word >>> bit, x, from + bit, count - bit);
        }
    }
}
