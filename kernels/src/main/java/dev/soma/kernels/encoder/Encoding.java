package dev.soma.kernels.encoder;

/** When a value spikes. */
public final class Encoding {
    private Encoding() {}

    /**
     * Whether the value spikes in Poisson encoding: whether a uniform random number of 24 bits, from 0 (inclusive) to 1
     * (exclusive), is less than {@code x}. NaN never spikes.
     *
     * @param seed0 low half of the seed
     * @param seed1 high half of the seed
     * @param element number of the value
     * @param step number of the step
     */
    public static boolean poisson(int seed0, int seed1, int element, int step, float x) {
        return (Threefry.word(seed0, seed1, element, step) >>> 8) * 0x1p-24f < x;
    }

    /** The step at which the value spikes in latency encoding, the earlier the larger; -1 if it is not above 0. */
    public static int latency(int steps, float x) {
        return x > 0f ? (int) ((1f - Math.min(x, 1f)) * (steps - 1) + 0.5f) : -1;
    }
}
