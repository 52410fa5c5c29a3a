package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of float vectors. */
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2 = 0x1.62e43p-1f;
    private static final float LN2_REST = -0x1.05c61p-29f;

    /** Adding it leaves the nearest whole number in the low bits of the mantissa. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int EXPONENT_SHIFT = 23;

    /** The least argument whose power is a normal float. */
    private static final float LEAST = -0x1.5d589ep6f;

    // e^r = 1 + r + r^2 (C2 + C3 r + C4 r^2 + C5 r^3 + C6 r^4) for |r| <= ln 2 / 2, relative error below 4e-9 (Remez)
    private static final float C2 = 0.49999994f;
    private static final float C3 = 0.16666521f;
    private static final float C4 = 0.04166839f;
    private static final float C5 = 0.008368717f;
    private static final float C6 = 0.0013814599f;

    private VectorMath() {}

    /**
     * {@code e^x} for {@code x <= 0}, within 1 ulp; the least normal float where the power is less than that, and for NaN.
     */
    static FloatVector expOfNegative(FloatVector x) {
        FloatVector least = FloatVector.broadcast(SPECIES, LEAST);
        FloatVector argument = least.blend(x, x.compare(VectorOperators.GE, least));
        FloatVector shifted = argument.fma(constant(LOG2_E), constant(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(constant(-LN2_REST), n.fma(constant(-LN2), argument));
        FloatVector q = r.fma(constant(C6), constant(C5))
                .fma(r, constant(C4))
                .fma(r, constant(C3))
                .fma(r, constant(C2));
        FloatVector mantissa = r.mul(r).fma(q, r).add(1f);
        return mantissa.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT))
                .reinterpretAsFloats();
    }

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
