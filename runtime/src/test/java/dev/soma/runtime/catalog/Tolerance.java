package dev.soma.runtime.catalog;

/** How far results may be from the reference: the only place where such numbers stand. */
enum Tolerance {
    /** Integers, spikes, copies. */
    EXACT(0),
    /** A few roundings of single values, relative to the magnitude. */
    ROUNDING(8 * 0x1p-24),
    /** Sums, relative to the sum of the magnitudes of the terms. */
    SUM(1e-5),
    /** Potentials beside the threshold: a spike may differ where the reference is this close to it. */
    FIRING(1e-5);

    private final double relative;

    Tolerance(double relative) {
        this.relative = relative;
    }

    double times(double magnitude) {
        return relative * magnitude;
    }
}
