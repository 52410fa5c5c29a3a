package dev.soma.runtime.vector;

import dev.soma.kernels.encoder.Encoding;

/** {@link EncoderLoops} in plain Java. */
final class ScalarEncoderLoops implements EncoderLoops {

    @Override
    public void poisson(long seed, int step, float[] x, int from, int count, int[] spikes) {
        for (int first = 0; first < count; first += Integer.SIZE) {
            spikes[first / Integer.SIZE] = word(seed, step, x, from + first, Math.min(Integer.SIZE, count - first));
        }
    }

    /** The spikes of {@code x[from] .. x[from + count - 1]}, {@code count} at most 32. */
    static int word(long seed, int step, float[] x, int from, int count) {
        int seed0 = (int) seed;
        int seed1 = (int) (seed >>> Integer.SIZE);
        int word = 0;
        for (int bit = 0; bit < count; bit++) {
            if (Encoding.poisson(seed0, seed1, from + bit, step, x[from + bit])) {
                word |= 1 << bit;
            }
        }
        return word;
    }
}
