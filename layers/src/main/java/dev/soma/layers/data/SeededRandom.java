package dev.soma.layers.data;

/**
 * Random numbers that depend on their seed alone: the same on every machine and every Java version. The generator is
 * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
 */
public final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /**
     * A sequence of its own for each combination of a seed and a path, such as epoch and index of a sample.
     *
     * @param seed any number
     * @param path what else the sequence depends on; the order matters
     */
    public SeededRandom(long seed, long... path) {
        state = mix(seed + GOLDEN_GAMMA);
        for (long part : path) {
            state = mix((state ^ part) + GOLDEN_GAMMA);
        }
    }

    /** The next 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** A number from 0 to {@code bound - 1}, each equally likely. */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound + ", expected at least 1");
        }
        // Lemire, Fast Random Integer Generation in an Interval, 2019
        long product = (nextLong() >>> 32) * bound;
        long fraction = product & 0xffffffffL;
        if (fraction < bound) {
            long rejected = (1L << 32) % bound;
            while (fraction < rejected) {
                product = (nextLong() >>> 32) * bound;
                fraction = product & 0xffffffffL;
            }
        }
        return (int) (product >>> 32);
    }

    /** True or false, equally likely. */
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** A number from 0 to before 1, a multiple of 2^-24. */
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    /** Brings values to a random order, each equally likely. */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
