package dev.soma.runtime.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FiringListLoops} with the Vector API. All values are always taken: a loop over the bits that are set would end with a
 * mispredicted branch.
 */
final class VectorFiringListLoops implements FiringListLoops {
    private static final VectorSpecies<Integer> SPECIES = VectorWidth.SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    @Override
    public int column(int[] words, int from, int bit) {
        int column = 0;
        for (int first = 0; first < Integer.SIZE; first += LANES) {
            VectorMask<Integer> set = IntVector.fromArray(SPECIES, words, from + first)
                    .and(1 << bit)
                    .compare(VectorOperators.NE, 0);
            column |= (int) set.toLong() << first;
        }
        return column;
    }

    @Override
    public int list(int bits, int[] values, int from, int[] entries, int at) {
        int next = at;
        for (int first = 0; first < Integer.SIZE; first += LANES) {
            int some = bits >>> first & (int) (-1L >>> (Long.SIZE - LANES));
            IntVector.fromArray(SPECIES, values, from + first)
                    .compress(VectorMask.fromLong(SPECIES, some))
                    .intoArray(entries, next);
            next += Integer.bitCount(some);
        }
        return next;
    }
}
