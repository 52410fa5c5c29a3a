package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;
import java.util.Arrays;

/**
 * The spikes of a band's pixels as lists, one a channel, of the pixels where the channel fires, row by row: of their bases
 * from the band's start.
 */
final class FiringLists {
    /** The entries: the list of a channel's row ends where that of the next row starts, {@link #start}. */
    int[] entries = {};

    private final FiringListLoops loops;
    private final int[] block = new int[Integer.SIZE];
    private final int[] wordsAt = new int[Integer.SIZE];
    /** The pixels' bases from the band's start. */
    private int[] bases = {};

    private int[] ends = {};
    /** Where the lists' rows start, and the last ones end: {@code [rows + 1, channels]}. */
    private int[] starts = {};

    private int channelCount;
    private int firstChannel;

    FiringLists(FiringListLoops loops) {
        this.loops = loops;
    }

    /** Lists the spikes of the channels {@code from} to {@code to} (exclusive) of {@code channels}. */
    void load(int[] spikes, Band band, int channels, int from, int to) {
        firstChannel = from;
        channelCount = to - from;
        bases = Grow.atLeast(bases, band.pixels + FiringListLoops.SLACK);
        for (int m = 0; m < band.pixels; m++) {
            bases[m] = band.bases[m] - band.start;
        }
        int room = band.pixels + FiringListLoops.SLACK;
        entries = Grow.atLeast(entries, channelCount * room);
        ends = Grow.atLeast(ends, channelCount);
        for (int c = 0; c < channelCount; c++) {
            ends[c] = c * room;
        }
        starts = Grow.atLeast(starts, (band.rows + 1) * channelCount);
        for (int m = 0; m < band.pixels; m += Integer.SIZE) {
            loadPixels(spikes, band, channels, from, to, m, Math.min(Integer.SIZE, band.pixels - m));
        }
        System.arraycopy(ends, 0, starts, band.rows * channelCount, channelCount);
    }

    /** Lists the spikes of at most 32 pixels, of 32 channels at a time. */
    private void loadPixels(int[] spikes, Band band, int channels, int from, int to, int pixel, int pixels) {
        int words = Spikes.words(channels);
        for (int i = 0; i < pixels; i++) {
            wordsAt[i] = band.targets[pixel + i] / channels * words;
        }
        int firstRow = Math.ceilDiv(pixel, band.rowPixels());
        int lastRow = Math.ceilDiv(pixel + pixels, band.rowPixels());
        for (int word = from / Integer.SIZE; word * Integer.SIZE < to; word++) {
            for (int i = 0; i < pixels; i++) {
                block[i] = spikes[wordsAt[i] + word];
            }
            Arrays.fill(block, pixels, Integer.SIZE, 0);
            int first = word * Integer.SIZE;
            for (int channel = Math.max(from, first); channel < Math.min(to, first + Integer.SIZE); channel++) {
                int bits = loops.column(block, 0, channel - first);
                int c = channel - from;
                for (int row = firstRow; row < lastRow; row++) {
                    int before = row * band.rowPixels() - pixel;
                    starts[row * channelCount + c] = ends[c] + Integer.bitCount(bits & (1 << before) - 1);
                }
                ends[c] = loops.list(bits, bases, pixel, entries, ends[c]);
            }
        }
    }

    /** Where the entries of a channel in a row start; in the row after the last, where they end. */
    int start(int channel, int row) {
        return starts[row * channelCount + channel - firstChannel];
    }
}
