package dev.soma.runtime.vector;

/** A worker's memory for a block, kept between calls. */
final class NeuronScratch {
    /** The lanes of the widest vector. */
    private static final int MAX_LANES = 16;

    private final float[] decaySums = new float[MAX_LANES];
    private float[] potentials = {};
    private float[] slope = {};

    /** Room for the potentials of that many neurons; the contents are left over from before. */
    float[] potentials(int size) {
        if (potentials.length < size) {
            potentials = new float[size];
        }
        return potentials;
    }

    /** Room for that many surrogate derivatives. */
    float[] slope(int size) {
        if (slope.length < size) {
            slope = new float[size];
        }
        return slope;
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
