package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;

import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;

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

    /**
     * By a rule, for the columns of a layout.
     *
     * @param feature the first feature of the layout
     */
    static Firing of(FiringRule rule, NeuronLayout layout, int feature, HostScratch thresholds, HostScratch signs) {
        FoldedThreshold folded = rule.folded();
        if (folded == null) {
            return plain();
        }
        return new Firing(
                Kind.FOLDED,
                NONE,
                layout.columns(floats(folded.sign()), feature, signs),
                layout.columns(floats(folded.threshold()), feature, thresholds));
    }
}
