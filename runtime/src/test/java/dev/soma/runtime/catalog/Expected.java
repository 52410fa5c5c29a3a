package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;

/** An expected result that can say whether an array is it. */
interface Expected {

    /** Fails, naming the first element that is off. */
    void check(String name, HostArray actual);

    /** Exactly these. */
    static Expected exactly(int... values) {
        return (name, actual) -> {
            int[] found = actual.ints();
            assertEquals(values.length, found.length, () -> "length of " + name);
            for (int i = 0; i < values.length; i++) {
                int index = i;
                assertEquals(values[i], found[i], () -> name + "[" + index + "] of " + actual);
            }
        };
    }

    /** These floats, to the bit. */
    static Expected exactly(float... values) {
        return (name, actual) -> {
            float[] found = actual.floats();
            assertEquals(values.length, found.length, () -> "length of " + name);
            for (int i = 0; i < values.length; i++) {
                int index = i;
                assertEquals(values[i], found[i], 0f, () -> name + "[" + index + "] of " + actual);
            }
        };
    }

    /** These, each within the tolerance times its magnitude: of a sum, the sum of the magnitudes of its terms. */
    static Expected near(Tolerance tolerance, double[] values, double[] magnitudes) {
        return within(values, Arrays.stream(magnitudes).map(tolerance::times).toArray());
    }

    /** These, each within a bound made of tolerances. */
    static Expected within(double[] values, double[] bounds) {
        return (name, actual) -> {
            float[] found = actual.floats();
            assertEquals(values.length, found.length, () -> "length of " + name);
            for (int i = 0; i < values.length; i++) {
                double allowed = bounds[i] + Float.MIN_NORMAL;
                if (Double.isNaN(values[i]) ? !Float.isNaN(found[i]) : !withinOrEqual(values[i], found[i], allowed)) {
                    fail(name + "[" + i + "] of " + actual + " is " + found[i] + ", expected " + values[i] + " within "
                            + allowed);
                }
            }
        };
    }

    /** These, each within the tolerance times its own magnitude. */
    static Expected near(Tolerance tolerance, double[] values) {
        return near(tolerance, values, Arrays.stream(values).map(Math::abs).toArray());
    }

    /** A spike exactly where the margin (how far the potential is above the threshold) is positive; free near 0. */
    static Expected fires(double[] margins) {
        double[] magnitudes = new double[margins.length];
        Arrays.fill(magnitudes, 1);
        return fires(margins, magnitudes);
    }

    /** As {@link #fires(double[])}, near 0 meaning within the tolerance times the magnitude. */
    static Expected fires(double[] margins, double[] magnitudes) {
        return (name, actual) -> {
            int[] found = actual.ints();
            assertEquals(margins.length, found.length, () -> "length of " + name);
            for (int i = 0; i < margins.length; i++) {
                if (found[i] != (margins[i] > 0 ? 1 : 0)
                        && !(Math.abs(margins[i]) < Tolerance.FIRING.times(magnitudes[i]))) {
                    fail(name + "[" + i + "] of " + actual + " is " + found[i]
                            + ", but the potential is above the threshold by " + margins[i]);
                }
            }
        };
    }

    private static boolean withinOrEqual(double expected, float found, double allowed) {
        return expected == found || Math.abs(expected - found) <= allowed;
    }
}
