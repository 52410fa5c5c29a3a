package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;

/** The spikes of a band's pixels as lists, one a channel, of the bases of the pixels where the channel fires. */
final class FiringLists {
    /** The entries: the list of a channel starts at {@link #start}. */
    int[] entries = {};

    private int[] ends = {};
    private int firstChannel;
    private int room;

    /**
     * Lists the spikes of the channels {@code from} to {@code to} (exclusive) of {@code channels}.
     *
     */
    void load(int[] spikes, Band band, int channels, int from, int to) {
        firstChannel = from;
        room = band.pixels;
        entries = Grow.atLeast(entries, (to - from) * room);
        ends = Grow.atLeast(ends, to - from);
        for (int c = 0; c < to - from; c++) {
            ends[c] = c * room;
        }
        int words = Spikes.words(channels);
        int firstWord = from / Integer.SIZE;
        int lastWord = (to - 1) / Integer.SIZE;
        for (int m = 0; m < band.pixels; m++) {
            int base = band.bases[m];
            int pixelAt = band.targets[m] / channels * words;
            for (int word = firstWord; word <= lastWord; word++) {
                int bits = spikes[pixelAt + word] & mask(word, from, to);
                int first = word * Integer.SIZE - from;
                while (bits != 0) {
                    int c = first + Integer.numberOfTrailingZeros(bits);
                    entries[ends[c]++] = base;
                    bits &= bits - 1;
                }
            }
        }
    }

    /** Where the list of a channel starts. */
    int start(int channel) {
        return (channel - firstChannel) * room;
    }

    /** Where the list of a channel ends. */
    int end(int channel) {
        return ends[channel - firstChannel];
    }

    /** The bits of a word that are channels from {@code from} to {@code to} (exclusive). */
    private static int mask(int word, int from, int to) {
        int first = word * Integer.SIZE;
        int mask = -1;
        if (from > first) {
            mask &= -1 << (from - first);
        }
        if (to < first + Integer.SIZE) {
            mask &= (1 << (to - first)) - 1;
        }
        return mask;
    }
}
