package dev.soma.runtime.vector;

/**
 * How threads share the gradient of a weight: {@code pixelParts} groups of threads sum over a part of the pixels each, and
 * {@code termParts} threads of a group compute a part of the terms (rows of the weight) each. Depends on sizes only.
 */
record GradWeightSplit(int pixelParts, int termParts) {
    /** What adding up a partial sum costs in terms of copying a float of a pixel: read, add, write, and clear before. */
    private static final int SUM_COST = 3;

    /**
     * The cheapest split: threads that share pixels copy the same pixels, threads that share terms make partial sums of all
     * weights.
     */
    static GradWeightSplit of(Correlation forward, int mostTermParts, int threads) {
        double pixelFloats = (double) forward.pixels() * (forward.sourceChannels() + forward.targetChannels());
        double weights = (double) forward.depth() * forward.targetChannels();
        GradWeightSplit best = new GradWeightSplit(1, Math.min(mostTermParts, threads));
        // sixteen products take about as long as a copy
        double product = forward.pixels() * weights / 16 / threads;
        double bestCost = cost(best, pixelFloats, weights, product, threads);
        for (int parts = 2; parts <= threads; parts++) {
            GradWeightSplit split = new GradWeightSplit(parts, Math.min(mostTermParts, threads / parts));
            double cost = cost(split, pixelFloats, weights, product, threads);
            if (cost < bestCost) {
                best = split;
                bestCost = cost;
            }
        }
        return best;
    }

    private static double cost(GradWeightSplit split, double pixelFloats, double weights, double product, int threads) {
        double copies = pixelFloats / split.pixelParts;
        double sums = split.pixelParts == 1 ? 0 : SUM_COST * weights;
        // threads without work make the product itself slower
        double idle = (double) threads / (split.pixelParts * split.termParts);
        return copies + sums + product * idle;
    }

    /** The workers with work. */
    int workers() {
        return pixelParts * termParts;
    }

    /** The part of the pixels that a worker sums over. */
    int pixelPart(int worker) {
        return worker / termParts;
    }

    /** The part of the terms that a worker computes. */
    int termPart(int worker) {
        return worker % termParts;
    }

    /** The first of {@code size} things that belong to a part. */
    static int from(int part, int parts, int size) {
        return (int) ((long) size * part / parts);
    }
}
