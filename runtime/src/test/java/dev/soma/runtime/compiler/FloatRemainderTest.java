package dev.soma.runtime.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The remainder against Java's own. */
class FloatRemainderTest {
    private static final int PAIRS = 100_000;

    @Test
    void isThatOfJavaForSpecialValues() {
        float[] special = {
            0f,
            -0f,
            1f,
            -1f,
            3f,
            -7.5f,
            1e-40f,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            -Float.MIN_NORMAL,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN
        };
        for (float a : special) {
            for (float b : special) {
                check(a, b);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isThatOfJavaForFloatsOfAllSizes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < PAIRS; i++) {
            float a = Float.intBitsToFloat(random.nextInt());
            check(a, Float.intBitsToFloat(random.nextInt()));
            check(a, a * random.nextInt(1, 1000) / random.nextInt(1, 1000));
        }
    }

    private static void check(float a, float b) {
        assertEquals(Float.floatToIntBits(a % b), Float.floatToIntBits(FloatRemainder.of(a, b)), () -> a + " % " + b);
    }
}
