package dev.soma.runtime.vector;

import java.util.Arrays;

/** A worker's memory for a block, kept between calls. */
final class NeuronScratch {
    /** The lanes of the widest vector. */
    private static final int MAX_LANES = 16;

    /** Keeps what threads write at the same time out of each other's cache lines. */
    private static final int PADDING = 32;

    private final float[] decaySums = new float[MAX_LANES + PADDING];
    private final HostScratch potentials = new HostScratch();
    private final HostScratch otherPotentials = new HostScratch();
    private final HostScratch gradients = new HostScratch();
    private final HostScratch slope = new HostScratch();
    private final HostScratch shift = new HostScratch();
    private final HostScratch sums = new HostScratch();
    private final LineScratch columns = new LineScratch();
    private int[] masks = {};
    private double[] totals = {};

    /** Room for the potentials of that many neurons; as in all that follow, the contents are left over from before. */
    float[] potentials(int size) {
        return potentials.atLeast(size);
    }

    /** Room for a block's potentials. */
    NeuronRows potentials(NeuronBlock block) {
        return rows(potentials, block);
    }

    /** Room for a block's potentials of another step. */
    NeuronRows otherPotentials(NeuronBlock block) {
        return rows(otherPotentials, block);
    }

    /** Room for a block's gradients. */
    NeuronRows gradients(NeuronBlock block) {
        return rows(gradients, block);
    }

    /** Room for that many surrogate derivatives. */
    float[] slope(int size) {
        return slope.atLeast(size);
    }

    /** Room for a value for each of that many features. */
    float[] shift(int size) {
        return shift.atLeast(size);
    }

    /** Room for the bits of as many vectors as there are in that many neurons at most. */
    int[] masks(int size) {
        if (masks.length < size) {
            masks = new int[size];
        }
        return masks;
    }

    /** Room for what a block's columns need. */
    LineScratch columns() {
        return columns;
    }

    /** Room for that many sums over the rows of a block. */
    float[] sums(int size) {
        return sums.atLeast(size);
    }

    /** As {@link #sums}, set to 0. */
    float[] clearedSums(int size) {
        float[] cleared = sums(size);
        Arrays.fill(cleared, 0, size, 0f);
        return cleared;
    }

    private static NeuronRows rows(HostScratch scratch, NeuronBlock block) {
        return new NeuronRows(scratch.atLeast(block.size()), 0, block.width());
    }

    /** Sets that many totals to 0. */
    void clearTotals(int size) {
        if (totals.length < size) {
            totals = new double[size + PADDING];
        }
        Arrays.fill(totals, 0, size, 0.0);
    }

    /** Adds sums to the totals, in double precision since they are many. */
    void addToTotals(float[] addends, int size) {
        double[] to = totals;
        for (int i = 0; i < size; i++) {
            to[i] += addends[i];
        }
    }

    /** Adds another worker's totals. */
    void addToTotals(NeuronScratch other, int size) {
        double[] to = totals;
        double[] from = other.totals;
        for (int i = 0; i < size; i++) {
            to[i] += from[i];
        }
    }

    /** The totals of each feature, rounded: those of the block's first sums, then those of its second sums. */
    float[] readTotals(NeuronBlock block) {
        int width = block.width();
        int repeats = block.layout().repeats();
        int features = width / repeats;
        double[] from = totals;
        for (int repeat = 1; repeat < repeats; repeat++) {
            for (int i = 0; i < features; i++) {
                from[i] += from[repeat * features + i];
                from[width + i] += from[width + repeat * features + i];
            }
        }
        float[] into = sums(2 * width);
        for (int i = 0; i < features; i++) {
            into[i] = (float) from[i];
            into[features + i] = (float) from[width + i];
        }
        return into;
    }

    /** Sums of a vector's lanes, for the gradient of the decay. */
    float[] decaySums() {
        return decaySums;
    }

    /** Their total, in double precision since it is one of many; they begin at 0 again. */
    double takeDecaySum() {
        double total = 0;
        for (int lane = 0; lane < MAX_LANES; lane++) {
            total += decaySums[lane];
            decaySums[lane] = 0f;
        }
        return total;
    }
}
