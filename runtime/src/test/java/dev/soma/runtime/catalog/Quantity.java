package dev.soma.runtime.catalog;

/**
 * A number and the sum of the magnitudes of the terms it was computed from, to which a device's rounding is proportional.
 *
 * @param value the number
 * @param magnitude at least its absolute value
 */
record Quantity(double value, double magnitude) {
    static final Quantity ZERO = of(0);

    /** A number that is given. */
    static Quantity of(double value) {
        return new Quantity(value, Math.abs(value));
    }

    Quantity plus(Quantity other) {
        return new Quantity(value + other.value, magnitude + other.magnitude);
    }

    Quantity minus(Quantity other) {
        return new Quantity(value - other.value, magnitude + other.magnitude);
    }

    Quantity times(Quantity other) {
        return new Quantity(value * other.value, magnitude * other.magnitude);
    }

    Quantity times(double factor) {
        return times(of(factor));
    }
}
