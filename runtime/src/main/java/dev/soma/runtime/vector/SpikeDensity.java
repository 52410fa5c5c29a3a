package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;

/** The density of spikes, from pixels that are spread evenly where counting all would take time that shows. */
final class SpikeDensity {
    /** Words that are counted, about. */
    private static final int SAMPLE = 1 << 14;

    private SpikeDensity() {}

    /**
     * The share of spikes that are set.
     *
     * @param spikes those of {@code pixels} of {@code channels} each
     */
    static double of(int[] spikes, int pixels, int channels) {
        int words = Spikes.words(channels);
        // odd, so that no column of an image is left out
        int step = pixels / Math.max(1, SAMPLE / words) | 1;
        long set = 0;
        long all = 0;
        for (int pixel = 0; pixel < pixels; pixel += step) {
            for (int word = 0; word < words; word++) {
                set += Integer.bitCount(spikes[pixel * words + word]);
            }
            all += channels;
        }
        return (double) set / all;
    }
}
