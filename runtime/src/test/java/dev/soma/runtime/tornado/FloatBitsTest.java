package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits, minimum and maximum of floats by other means are those of Java. */
class FloatBitsTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Math.nextDown(Float.MIN_NORMAL),
        Math.nextDown(1f),
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void areThoseOfJava(long seed) {
        for (float x : SPECIAL) {
            check(x);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            check(Float.intBitsToFloat(random.nextInt()));
        }
        for (int exponent = 0; exponent < 256; exponent++) {
            check(Float.intBitsToFloat(exponent << 23));
            check(Float.intBitsToFloat((exponent << 23) - 1));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 4})
    void minimumAndMaximumAreThoseOfJava(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (float a : SPECIAL) {
            for (float b : SPECIAL) {
                check(a, b);
            }
            for (int i = 0; i < 100; i++) {
                float b = Float.intBitsToFloat(random.nextInt());
                check(a, b);
                check(b, a);
            }
        }
    }

    private static void check(float x) {
        assertEquals(Float.floatToIntBits(x), FloatBits.bits(x), () -> "bits of " + x);
        int bits = Float.floatToRawIntBits(x);
        assertEquals(Float.floatToIntBits(x), Float.floatToIntBits(FloatBits.value(bits)), () -> "value of " + bits);
    }

    private static void check(float a, float b) {
        assertSame(Math.max(a, b), FloatComparison.max(a, b), "max of " + a + " and " + b);
        assertSame(Math.min(a, b), FloatComparison.min(a, b), "min of " + a + " and " + b);
    }

    private static void assertSame(float expected, float actual, String what) {
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(actual), what);
    }
}
