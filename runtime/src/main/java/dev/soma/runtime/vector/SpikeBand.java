package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import java.util.Arrays;

/**
 * A band of output pixels while a worker computes it: the spikes of the input rows that it meets, and which of them each tap meets.
 */
final class SpikeBand {
    /** The spikes. */
    final SpikeWords words;

    /** What {@link #pair} found. */
    final TapPairs pairs;

    /** Memory for weights that are arranged where they are read. */
    final AlignedMemory panel;

    /** What a worker keeps between bands and calls. */
    static final class Memory {
        private final SpikeWords words = new SpikeWords();
        private final TapPairs pairs = new TapPairs();
        private final AlignedMemory panel = new AlignedMemory();

        /** As many. */
        static Memory[] of(int count) {
            Memory[] memory = new Memory[count];
            Arrays.setAll(memory, worker -> new Memory());
            return memory;
        }
    }

    private final Conv2dShape shape;
    private final Correlation correlation;
    private final Bands cut;
    private final boolean apart;
    private int index;
    /** The input rows that were taken. */
    private int from;

    private int to;

    /**
     * A worker's current band in a call.
     *
     * @param apart whether the output of each band begins at 0
     * @param memory the worker's
     */
    SpikeBand(Conv2dShape shape, Correlation correlation, Bands cut, boolean apart, Memory memory) {
        this.shape = shape;
        this.correlation = correlation;
        this.cut = cut;
        this.apart = apart;
        words = memory.words;
        pairs = memory.pairs;
        panel = memory.panel;
    }

    /** Makes a band the current one. */
    void load(int[] spikes, int band) {
        index = band;
        Axis rows = correlation.rows();
        int first = rows.sourceStep * cut.row(band) + rows.first();
        from = Math.clamp(first, 0, shape.height());
        to = Math.clamp(first + rows.reach(cut.rowsOf(band)), from, shape.height());
        words.load(shape, spikes, cut, band, from, to - from);
    }

    /** Pairs the pixels that each tap joins. */
    void pair() {
        int taps = correlation.taps();
        pairs.reserve(taps, taps * images() * rows() * cut.columns());
        int next = 0;
        for (int tap = 0; tap < taps; tap++) {
            pairs.starts[tap] = next;
            next = pair(tap / shape.kernelWidth(), tap % shape.kernelWidth(), next);
        }
        pairs.starts[taps] = next;
    }

    private int pair(int tapRow, int tapColumn, int at) {
        int next = at;
        int column = correlation.columns().offsets[tapColumn];
        for (int image = 0; image < images(); image++) {
            for (int p = 0; p < rows(); p++) {
                if (!meets(p, tapRow)) {
                    continue;
                }
                int source = wordAt(0, image, p, tapRow) + column;
                int target = (image * rows() + p) * cut.columns();
                for (int q = 0; q < cut.columns(); q++) {
                    int met = q * shape.stride() + column;
                    if (met >= 0 && met < shape.width()) {
                        pairs.sources[next] = source + q * shape.stride();
                        pairs.targets[next++] = target + q;
                    }
                }
            }
        }
        return next;
    }

    /** The images. */
    int images() {
        return cut.imagesOf(index);
    }

    /** The rows of each image. */
    int rows() {
        return cut.rowsOf(index);
    }

    /** Whether a row of taps meets the input from a row of the band. */
    boolean meets(int p, int tapRow) {
        int line = line(p, tapRow);
        return line >= from && line < to;
    }

    /** Where the words of the input row that a row of taps meets are. */
    int wordAt(int chunk, int image, int p, int tapRow) {
        return words.at(chunk, image, line(p, tapRow) - from);
    }

    /** Index of a row's first output, of the first channel. */
    int outputAt(int image, int p) {
        int pixel = apart ? (image * rows() + p) * cut.columns() : pixel(image, p);
        return pixel * shape.outChannels();
    }

    /** A row's first pixel in the output of all bands. */
    int pixel(int image, int p) {
        return (cut.image(index, image) * cut.rows() + cut.row(index) + p) * cut.columns();
    }

    /** The band's first pixel in each of its images. */
    int pixelOfImage() {
        return cut.row(index) * cut.columns();
    }

    private int line(int p, int tapRow) {
        return shape.stride() * (cut.row(index) + p) + correlation.rows().offsets[tapRow];
    }
}
