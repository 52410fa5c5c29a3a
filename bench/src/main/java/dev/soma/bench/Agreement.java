package dev.soma.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far the two sides' results agree.
 *
 * @param values values compared
 * @param differing those that differ by more than the tolerance
 * @param problem what is wrong, or empty if they agree
 */
record Agreement(long values, long differing, String problem) {

    /**
     * What is allowed.
     *
     * @param error largest difference of two values, as a share of the largest magnitude of their array
     * @param noise largest difference of two values whatever their array: some gradients are 0 but for rounding, such as that
     *     of the scale of a normalisation before another
     * @param share share of the values of an array that may differ more: where a membrane potential is within rounding of
     *     its threshold one side fires and the other does not, and all that follows of that neuron differs
     */
    record Tolerance(double error, double noise, double share) {
        /** Every bit is the same. */
        static final Tolerance SAME_BITS = new Tolerance(0, 0, 0);
    }

    /** Whether the results agree. */
    boolean holds() {
        return problem.isEmpty();
    }

    /** Compares the results of both sides, which must have the same names. */
    static Agreement of(Map<String, float[]> soma, Map<String, float[]> peer, Tolerance tolerance) {
        if (!soma.keySet().equals(peer.keySet())) {
            return new Agreement(0, 0, "Soma gives " + soma.keySet() + ", the peer " + peer.keySet());
        }
        long values = 0;
        long differing = 0;
        StringBuilder problem = new StringBuilder();
        for (Map.Entry<String, float[]> entry : soma.entrySet()) {
            float[] mine = entry.getValue();
            float[] theirs = peer.getOrDefault(entry.getKey(), new float[0]);
            long apart = mine.length == theirs.length ? apart(mine, theirs, tolerance) : mine.length;
            values += mine.length;
            differing += apart;
            if (apart > tolerance.share() * mine.length) {
                problem.append(problem.isEmpty() ? "" : "; ")
                        .append(String.format(
                                Locale.ROOT, "%d of %d values of %s differ", apart, mine.length, entry.getKey()));
            }
        }
        return new Agreement(values, differing, problem.toString());
    }

    private static long apart(float[] mine, float[] theirs, Tolerance tolerance) {
        if (tolerance.equals(Tolerance.SAME_BITS)) {
            return IntStream.range(0, mine.length)
                    .filter(i -> Float.floatToRawIntBits(mine[i]) != Float.floatToRawIntBits(theirs[i]))
                    .count();
        }
        double largest = 0;
        for (float value : theirs) {
            largest = Math.max(largest, Math.abs(value));
        }
        double allowed = tolerance.error() * largest + tolerance.noise();
        long apart = 0;
        for (int i = 0; i < mine.length; i++) {
            // written so that NaN counts as different
            if (!(Math.abs((double) mine[i] - theirs[i]) <= allowed)) {
                apart++;
            }
        }
        return apart;
    }
}
