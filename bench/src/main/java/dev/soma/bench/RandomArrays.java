package dev.soma.bench;

import java.util.SplittableRandom;

/** Arrays that depend on their seed only. */
final class RandomArrays {
    private RandomArrays() {}

    /** Normally distributed around 0. */
    static float[] normal(long seed, int length, double deviation) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** 1 at that rate, else 0. */
    static int[] spikes(long seed, int length, double rate) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] values = new int[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextDouble() < rate ? 1 : 0;
        }
        return values;
    }

    /** The same numbers as floats. */
    static float[] toFloats(int... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }
}
