package dev.soma.runtime.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SpikeListLoops} with the Vector API. A word is always taken whole: a loop over its spikes would end with a mispredicted
 * branch.
 */
final class VectorSpikeListLoops implements SpikeListLoops {
    private static final VectorSpecies<Integer> SPECIES = VectorWidth.SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();
    private static final IntVector LANE_NUMBERS =
            IntVector.broadcast(SPECIES, 0).addIndex(1);

    @Override
    public int list(int word, int first, int step, int[] entries, int at) {
        IntVector steps = LANE_NUMBERS.mul(step);
        int next = at;
        for (int bit = 0; bit < Integer.SIZE; bit += LANES) {
            int bits = word >>> bit & (int) (-1L >>> (Long.SIZE - LANES));
            steps.add(first + bit * step)
                    .compress(VectorMask.fromLong(SPECIES, bits))
                    .intoArray(entries, next);
            next += Integer.bitCount(bits);
        }
        return next;
    }
}
