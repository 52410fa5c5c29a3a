package dev.soma.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link KernelMath} against {@link StrictMath} in double precision. */
class KernelMathTest {
    /** The gap between the sampled bit patterns; prime, so that all low bits occur. */
    private static final int SAMPLE_STEP = 997;

    /** Floats on each side of a boundary that are tested without a gap. */
    private static final int NEIGHBOURS = 1000;

    /** A function, its ulp budget, and what it is to be. */
    record Function(String name, double budget, FloatFunction function, DoubleUnaryOperator exact) {

        void check(float x) {
            float actual = function.apply(x);
            double expected = exact.applyAsDouble(x);
            if (Double.isNaN(expected) ? !Float.isNaN(actual) : !(ulps(actual, expected) <= budget)) {
                fail(this + "(" + x + " = " + Float.toHexString(x) + ") is " + actual + ", expected " + expected
                        + " within " + budget + " ulp, off by " + ulps(actual, expected));
            }
            if (expected == 0) {
                assertEquals(1 / expected, 1 / (double) actual, () -> "sign of " + this + "(" + x + ")");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The only place where the budgets stand; those of the documentation. */
    static List<Function> functions() {
        return List.of(
                new Function("exp", 1.1, KernelMath::exp, StrictMath::exp),
                new Function("log", 1, KernelMath::log, StrictMath::log),
                new Function("tanh", 1.5, KernelMath::tanh, StrictMath::tanh),
                new Function("sigmoid", 2.5, KernelMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
                new Function("atan", 1.5, KernelMath::atan, StrictMath::atan));
    }

    /** A function of floats. */
    @FunctionalInterface
    interface FloatFunction {
        float apply(float x);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void staysWithinItsBudgetOverAllFloats(Function function) {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += SAMPLE_STEP) {
            function.check(Float.intBitsToFloat((int) bits));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void staysWithinItsBudgetAroundBoundaries(Function function) {
        for (float boundary :
                new float[] {0f, Float.MIN_NORMAL, 0.55f, 1f, 9.01f, 88.72284f, 87.33654f, 103.97208f, 104f}) {
            checkAround(function, boundary);
        }
        for (int n = -151; n <= 129; n++) {
            checkAround(function, (float) ((n + 0.5) * StrictMath.log(2)));
            checkAround(function, (float) (StrictMath.sqrt(0.5) * Math.scalb(1.0, n)));
            checkAround(function, (float) Math.scalb(1.0, n));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void treatsSpecialValuesAsTheirLimits(Function function) {
        float[] special = {
            Float.NaN,
            Float.intBitsToFloat(0xffc00001),
            Float.intBitsToFloat(0x7f800001),
            Float.POSITIVE_INFINITY,
            Float.MAX_VALUE,
            Float.MIN_NORMAL,
            Math.nextDown(Float.MIN_NORMAL),
            Float.MIN_VALUE,
            0f
        };
        for (float x : special) {
            function.check(x);
            function.check(-x);
        }
    }

    @Test
    void hasTheExactValuesThatPeopleExpect() {
        assertEquals(1f, KernelMath.exp(0f));
        assertEquals(1f, KernelMath.exp(-0f));
        assertEquals(0f, KernelMath.exp(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, KernelMath.exp(88.73f));
        assertEquals(Float.MIN_VALUE, KernelMath.exp(-103.9f));
        assertEquals(0f, KernelMath.log(1f));
        assertEquals(Float.NEGATIVE_INFINITY, KernelMath.log(-0f));
        assertTrue(Float.isNaN(KernelMath.log(-Float.MIN_VALUE)));
        assertEquals(0.5f, KernelMath.sigmoid(0f));
        assertEquals(1f, KernelMath.sigmoid(Float.POSITIVE_INFINITY));
        assertEquals(-1f, KernelMath.tanh(Float.NEGATIVE_INFINITY));
        assertEquals((float) (Math.PI / 2), KernelMath.atan(Float.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-30f, 0.1f, 0.54999f, 0.55f, 0.7f, 1f, 1.00001f, 3f, 20f})
    void oddFunctionsAreOddToTheBit(float x) {
        assertEquals(-KernelMath.tanh(x), KernelMath.tanh(-x));
        assertEquals(-KernelMath.atan(x), KernelMath.atan(-x));
    }

    @Test
    void knowsWhatIsNoNumber() {
        assertTrue(KernelMath.isNaN(Float.NaN));
        assertTrue(KernelMath.isNaN(Float.intBitsToFloat(0xff800001)));
        assertFalse(KernelMath.isNaN(Float.POSITIVE_INFINITY));
        assertFalse(KernelMath.isNaN(Float.NEGATIVE_INFINITY));
        assertFalse(KernelMath.isNaN(-0f));
    }

    private static void checkAround(Function function, float boundary) {
        if (!Float.isFinite(boundary)) {
            return;
        }
        int bits = Float.floatToRawIntBits(boundary);
        for (int i = -NEIGHBOURS; i <= NEIGHBOURS; i++) {
            float x = Float.intBitsToFloat(bits + i);
            function.check(x);
            function.check(-x);
        }
    }

    /** The distance in units of the last place of the exact result; infinity counts as 2^128. */
    private static double ulps(float actual, double expected) {
        double limit = 0x1p128;
        float rounded = (float) expected;
        double ulp = Math.ulp(Float.isInfinite(rounded) ? Float.MAX_VALUE : rounded);
        return Math.abs(Math.clamp((double) actual, -limit, limit) - Math.clamp(expected, -limit, limit)) / ulp;
    }
}
