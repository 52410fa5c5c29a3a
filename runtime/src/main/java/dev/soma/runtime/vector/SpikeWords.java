package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;

/**
 * The spikes of some input rows as words of 64 bits, one a pixel and chunk of channels. Words of neighbouring pixels follow each
 * other.
 */
final class SpikeWords {
    /** Channels of a chunk. */
    static final int CHANNELS = Long.SIZE;

    /** The words. */
    long[] values = {};

    private int images;
    private int lines;
    private int columns;

    /** The number of chunks. */
    static int chunks(int channels) {
        return Math.ceilDiv(channels, CHANNELS);
    }

    /** Takes the spikes of some rows of a band's images. */
    void load(Conv2dShape shape, int[] spikes, Bands cut, int band, int row, int newLines) {
        images = cut.imagesOf(band);
        lines = newLines;
        columns = shape.width();
        int words = Spikes.words(shape.inChannels());
        int chunks = chunks(shape.inChannels());
        values = Grow.atLeast(values, chunks * images * lines * columns);
        for (int chunk = 0; chunk < chunks; chunk++) {
            int word = chunk * (CHANNELS / Integer.SIZE);
            boolean two = word + 1 < words;
            for (int i = 0; i < images; i++) {
                int pixel = (cut.image(band, i) * shape.height() + row) * columns;
                take(spikes, pixel * words + word, words, two, at(chunk, i, 0));
            }
        }
    }

    private void take(int[] spikes, int from, int step, boolean two, int at) {
        int word = from;
        for (int pixel = 0; pixel < lines * columns; pixel++) {
            long bits = spikes[word] & 0xFFFFFFFFL;
            values[at + pixel] = two ? bits | (long) spikes[word + 1] << Integer.SIZE : bits;
            word += step;
        }
    }

    /** Where the word of a row's first pixel is. */
    int at(int chunk, int image, int line) {
        return ((chunk * images + image) * lines + line) * columns;
    }
}
