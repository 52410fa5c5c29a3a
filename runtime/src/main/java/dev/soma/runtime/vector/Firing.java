package dev.soma.runtime.vector;

/**
 * When a neuron without batch statistics fires. Arrays are {@code [features]}.
 *
 * @param kind the comparison
 * @param center {@code mean} of {@link Kind#NORMALISED}
 * @param factor {@code scale} of {@link Kind#NORMALISED}, {@code sign} of {@link Kind#FOLDED}
 * @param offset {@code beta} of {@link Kind#NORMALISED}, {@code threshold} of {@link Kind#FOLDED}
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier
record Firing(Kind kind, float[] center, float[] factor, float[] offset) {
    private static final float[] NONE = {};

    enum Kind {
        /** {@code h > vTh}. */
        PLAIN,
        /** {@code fma(h - mean, scale, beta) > vTh}. */
        NORMALISED,
        /** {@code sign * h > threshold}. */
        FOLDED
    }

    static Firing plain() {
        return new Firing(Kind.PLAIN, NONE, NONE, NONE);
    }

    static Firing normalised(float[] mean, float[] scale, float[] beta) {
        return new Firing(Kind.NORMALISED, mean, scale, beta);
    }

    static Firing folded(float[] threshold, float[] sign) {
        return new Firing(Kind.FOLDED, NONE, sign, threshold);
    }
}
