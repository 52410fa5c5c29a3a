package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;

/** The width of the vectors; apart from {@link VectorDevice} so that this loads without the Vector API. */
final class VectorWidth {
    private VectorWidth() {}

    static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
