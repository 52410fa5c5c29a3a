package dev.soma.runtime.vector;

import dev.soma.runtime.Spikes;

/**
 * The spikes of some input rows as lists of offsets of weight rows, one list a pixel and chunk of channels. The lists of
 * neighbouring pixels follow each other.
 */
final class SpikeLists {
    /** The entries: {@code column * columnStep + channel * channelStep}. */
    int[] entries = {};

    /** Where the list of a pixel starts; it ends where the next one starts. */
    int[] starts = {};

    private final SpikeListLoops loops;
    private int lines;
    private int columns;

    SpikeLists(SpikeListLoops loops) {
        this.loops = loops;
    }

    /**
     * Lists the spikes of some rows of some images.
     *
     * @param chunkWords words of a chunk of channels
     * @param columnStep what an entry counts for a column
     * @param channelStep what an entry counts for a channel
     */
    void load(
            int[] spikes,
            int channels,
            int chunkWords,
            int columnStep,
            int channelStep,
            int height,
            int newColumns,
            int image,
            int images,
            int row,
            int newLines) {
        lines = newLines;
        columns = newColumns;
        int words = Spikes.words(channels);
        int chunks = Math.ceilDiv(words, chunkWords);
        starts = Grow.atLeast(starts, chunks * images * lines * columns + 1);
        entries = Grow.atLeast(entries, images * lines * columns * channels + SpikeListLoops.SLACK);
        int list = 0;
        int entry = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            int firstWord = chunk * chunkWords;
            int lastWord = Math.min(words, firstWord + chunkWords);
            for (int i = 0; i < images; i++) {
                for (int line = 0; line < lines; line++) {
                    int pixel = ((image + i) * height + row + line) * columns;
                    for (int column = 0; column < columns; column++) {
                        starts[list++] = entry;
                        for (int word = firstWord; word < lastWord; word++) {
                            int bits = spikes[(pixel + column) * words + word];
                            int first = column * columnStep + word * Integer.SIZE * channelStep;
                            entry = loops.list(bits, first, channelStep, entries, entry);
                        }
                    }
                }
            }
        }
        starts[list] = entry;
    }

    /** The number of the list of a row's first pixel. */
    int list(int chunk, int images, int image, int line) {
        return ((chunk * images + image) * lines + line) * columns;
    }
}
