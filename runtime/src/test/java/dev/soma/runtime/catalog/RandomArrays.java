package dev.soma.runtime.catalog;

import java.util.SplittableRandom;

/** Seeded test data. */
final class RandomArrays {
    private final SplittableRandom random;

    RandomArrays(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Normally distributed floats. */
    HostArray normal(double mean, double deviation, int... shape) {
        float[] values = new float[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return HostArray.of(values, shape);
    }

    /** Evenly distributed floats. */
    HostArray uniform(double from, double to, int... shape) {
        float[] values = new float[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return HostArray.of(values, shape);
    }

    /** Spikes, each with probability {@code density}: 0 none, 1 all. */
    HostArray spikes(double density, int... shape) {
        int[] values = new int[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < density ? 1 : 0;
        }
        return HostArray.of(values, shape);
    }

    /** Integers from 0 to {@code bound - 1}. */
    HostArray ints(int bound, int... shape) {
        int[] values = new int[size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return HostArray.of(values, shape);
    }

    private static int size(int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        return size;
    }
}
