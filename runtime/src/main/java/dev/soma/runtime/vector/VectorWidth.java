package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of the vectors: what the processor prefers, or what the system property {@code soma.vector.bits} says (128, 256
 * or 512), for tests. Apart from {@link VectorDevice} so that this loads without the Vector API.
 */
final class VectorWidth {
    /** The shape of all float vectors. */
    static final VectorSpecies<Float> SPECIES = species(Integer.getInteger("soma.vector.bits", 0));

    private VectorWidth() {}

    static int bits() {
        return SPECIES.vectorBitSize();
    }

    /** Whether there are 32 vector registers: with 512 bits there are, else there may be 16. */
    static boolean has32Registers() {
        return bits() == 512;
    }

    private static VectorSpecies<Float> species(int bits) {
        return bits == 0
                ? FloatVector.SPECIES_PREFERRED
                : VectorShape.forBitSize(bits).withLanes(float.class);
    }
}
