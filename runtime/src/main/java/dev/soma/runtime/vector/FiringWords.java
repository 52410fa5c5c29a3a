package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;
import java.util.Arrays;

/**
 * The spikes of some rows of an image as words of 64 bits, for each channel of its own: a bit a pixel, row by row, with bits that are
 * not set behind each row.
 */
final class FiringWords {
    /** The words, {@code [channels, count]}. */
    long[] values = {};

    private final FiringListLoops loops;
    /** The spikes in that order, {@code [words, pixels]}. */
    private int[] grid = {};

    private int count;

    FiringWords(FiringListLoops loops) {
        this.loops = loops;
    }

    /**
     * Takes the spikes of the channels {@code from} to {@code to} (exclusive) of {@code channels}.
     *
     * @param pixel the first pixel
     * @param gap bits behind each row
     */
    void load(int[] spikes, int channels, int from, int to, int pixel, int rows, int columns, int gap) {
        int pitch = columns + gap;
        count = Math.ceilDiv((rows - 1) * pitch + columns, Long.SIZE);
        int pixels = count * Long.SIZE;
        int firstWord = from / Integer.SIZE;
        int gridWords = Spikes.words(to) - firstWord;
        grid = Grow.atLeast(grid, gridWords * pixels);
        values = Grow.atLeast(values, (to - from) * count);
        Arrays.fill(grid, 0, gridWords * pixels, 0);
        int words = Spikes.words(channels);
        int source = pixel * words + firstWord;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int word = 0; word < gridWords; word++) {
                    grid[word * pixels + row * pitch + column] = spikes[source + word];
                }
                source += words;
            }
        }
        int next = 0;
        for (int channel = from; channel < to; channel++) {
            int bit = channel % Integer.SIZE;
            int at = (channel / Integer.SIZE - firstWord) * pixels;
            for (int first = 0; first < pixels; first += Long.SIZE) {
                long low = loops.column(grid, at + first, bit) & 0xFFFFFFFFL;
                long high = loops.column(grid, at + first + Integer.SIZE, bit);
                values[next++] = high << Integer.SIZE | low;
            }
        }
    }

    /** Words of a channel. */
    int count() {
        return count;
    }
}
