package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of float vectors. Their constants are vectors, of which HotSpot makes fewer nodes than of a broadcast: it inlines only so
 * many nodes in a method, and boxes the vectors behind.
 */
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;

    private static final FloatVector ONE = constant(1f);
    private static final FloatVector LOG2_E = constant(0x1.715476p0f);
    private static final FloatVector MINUS_LN2 = constant(-0x1.62e43p-1f);
    private static final FloatVector MINUS_LN2_REST = constant(0x1.05c61p-29f);

    /** Adding it leaves the nearest whole number in the low bits of the mantissa. */
    private static final FloatVector ROUNDER = constant(0x1.8p23f);

    private static final int EXPONENT_SHIFT = 23;

    /** The least argument whose power is a normal float. */
    private static final FloatVector LEAST = constant(-0x1.5d589ep6f);

    // e^r = 1 + r + r^2 (C2 + C3 r + C4 r^2 + C5 r^3 + C6 r^4) for |r| <= ln 2 / 2, relative error below 4e-9 (Remez)
    private static final FloatVector C2 = constant(0.49999994f);
    private static final FloatVector C3 = constant(0.16666521f);
    private static final FloatVector C4 = constant(0.04166839f);
    private static final FloatVector C5 = constant(0.008368717f);
    private static final FloatVector C6 = constant(0.0013814599f);

    private VectorMath() {}

    /**
     * {@code e^x} for {@code x <= 0}, within 1 ulp; the least normal float where the power is less than that, and for NaN.
     */
    static FloatVector expOfNegative(FloatVector x) {
        FloatVector argument = LEAST.blend(x, x.compare(VectorOperators.GE, LEAST));
        FloatVector shifted = argument.fma(LOG2_E, ROUNDER);
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_REST, n.fma(MINUS_LN2, argument));
        FloatVector q = r.fma(C6, C5).fma(r, C4).fma(r, C3).fma(r, C2);
        FloatVector mantissa = r.mul(r).fma(q, r).add(ONE);
        return mantissa.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT))
                .reinterpretAsFloats();
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
