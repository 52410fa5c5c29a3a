package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Objects;

/** Compares the results of an operation on two devices bit for bit; one NaN is as good as another. */
final class SameBits {
    private SameBits() {}

    static void check(Map<String, HostArray> expected, Map<String, HostArray> actual) {
        assertEquals(expected.keySet(), actual.keySet(), "results");
        expected.forEach((name, array) -> check(name, array, Objects.requireNonNull(actual.get(name), name)));
    }

    private static void check(String name, HostArray expected, HostArray actual) {
        for (int i = 0; i < expected.length(); i++) {
            int index = i;
            assertEquals(
                    bits(expected, i),
                    bits(actual, i),
                    () -> name + "[" + index + "] of " + actual + ", expected that of " + expected);
        }
    }

    private static int bits(HostArray array, int index) {
        return array.values() instanceof float[] floats ? Float.floatToIntBits(floats[index]) : array.ints()[index];
    }
}
