package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;

/**
 * The spikes of a band's pixels as lists, one a channel, of the pixels where the channel fires, row by row: of their bases
 * from the band's start.
 */
final class FiringLists {
    /** The entries: the list of a channel's row ends where that of the next row starts, {@link #start}. */
    int[] entries = {};

    private int[] ends = {};
    /** Where the lists' rows start, and the last ones end: {@code [rows + 1, channels]}. */
    private int[] starts = {};

    private int channelCount;
    private int firstChannel;
    private int room;

    /** Lists the spikes of the channels {@code from} to {@code to} (exclusive) of {@code channels}. */
    void load(int[] spikes, Band band, int channels, int from, int to) {
        firstChannel = from;
        room = band.pixels;
        entries = Grow.atLeast(entries, (to - from) * room);
        channelCount = to - from;
        ends = Grow.atLeast(ends, channelCount);
        for (int c = 0; c < channelCount; c++) {
            ends[c] = c * room;
        }
        starts = Grow.atLeast(starts, (band.rows + 1) * channelCount);
        for (int row = 0; row < band.rows; row++) {
            System.arraycopy(ends, 0, starts, row * channelCount, channelCount);
            loadRow(spikes, band, channels, from, to, row);
        }
        System.arraycopy(ends, 0, starts, band.rows * channelCount, channelCount);
    }

    private void loadRow(int[] spikes, Band band, int channels, int from, int to, int row) {
        int words = Spikes.words(channels);
        int firstWord = from / Integer.SIZE;
        int lastWord = (to - 1) / Integer.SIZE;
        int end = (row + 1) * band.rowPixels();
        for (int m = row * band.rowPixels(); m < end; m++) {
            int base = band.bases[m] - band.start;
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

    /** Where the entries of a channel in a row start; in the row after the last, where they end. */
    int start(int channel, int row) {
        return starts[row * channelCount + channel - firstChannel];
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
