package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Functions of float vectors. */
final class VectorMath {
    private static final float LOG2_E = 0x1.715476p0f;
    /** The natural logarithm of 2 in two parts, the first with few bits so that its small multiples are exact. */
    private static final float LN2_HIGH = 0x1.63p-1f;

    private static final float LN2_LOW = -0x1.bd0106p-13f;
    /** Adding it leaves the nearest whole number in the low bits of the mantissa. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int EXPONENT_SHIFT = 23;

    /** The logarithms of the greatest and the least positive normal float. */
    private static final float MAX_ARGUMENT = 0x1.62e42ep6f;

    private static final float MIN_ARGUMENT = -0x1.5d589ep6f;

    // e^r = 1 + r + r^2 (C2 + C3 r + ...) for |r| <= ln 2 / 2, with a relative error below 4e-9
    private static final float C2 = 0.49999994f;
    private static final float C3 = 0.16666521f;
    private static final float C4 = 0.04166839f;
    private static final float C5 = 0.008368717f;
    private static final float C6 = 0.0013814599f;

    private VectorMath() {}

    /**
     * {@code e^x}. Results below the least normal float are 0. Largest error seen over all floats: see the test.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector power = expInRange(x.max(MIN_ARGUMENT).min(MAX_ARGUMENT));
        return power.blend(0f, x.compare(VectorOperators.LT, MIN_ARGUMENT))
                .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, MAX_ARGUMENT));
    }

    /** {@code e^x} where it is a normal float. */
    private static FloatVector expInRange(FloatVector x) {
        FloatVector shifted = x.fma(FloatVector.broadcast(x.species(), LOG2_E), FloatVector.broadcast(x.species(), ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(constant(x, -LN2_LOW), n.fma(constant(x, -LN2_HIGH), x));
        FloatVector q = r.fma(constant(x, C6), constant(x, C5))
                .fma(r, constant(x, C4))
                .fma(r, constant(x, C3))
                .fma(r, constant(x, C2));
        FloatVector mantissa = r.mul(r).fma(q, r).add(1f);
        return mantissa.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT))
                .reinterpretAsFloats();
    }

    private static FloatVector constant(FloatVector like, float value) {
        return FloatVector.broadcast(like.species(), value);
    }
}
