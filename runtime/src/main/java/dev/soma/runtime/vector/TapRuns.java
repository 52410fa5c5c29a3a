package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;

/**
 * Rows of taps of any kind: each output pixel's sum adds the weight rows of the spikes that it meets. As an entry of a list counts
 * from its line's first pixel, the spikes that neighbouring taps meet are one run of entries whose offsets shift by a constant
 * from output pixel to output pixel.
 */
final class TapRuns implements TapRows {
    /** Floats of a chunk's weight rows, about: what a level-1 cache holds. */
    private static final int CHUNK_FLOATS = 12 << 10;

    /**
     * The same where spikes are few: longer runs of spikes are worth more than rows in the level-1 cache. Measured with 512-bit
     * vectors: 1.7 times as fast at 5 % spikes with 128 to 512 channels, 1 to 1.3 times at 15 %, 0.8 times at 31 %.
     */
    private static final int LONG_CHUNK_FLOATS = 48 << 10;

    /** The density of spikes up to which they are few. */
    private static final double FEW = 0.2;

    private final RowSumLoops loops;
    private final Conv2dShape shape;
    private final Correlation correlation;
    private final int width;
    /** Taps of a row whose spikes are one run: all, or one where dilation parts them. */
    private final int runTaps;

    private final int chunkWords;

    TapRuns(RowSumLoops loops, Conv2dShape shape, double density) {
        this.loops = loops;
        this.shape = shape;
        correlation = Correlation.forward(shape);
        width = loops.width(shape.outChannels());
        runTaps = correlation.columns().isContiguous() ? shape.kernelWidth() : 1;
        int floats = density <= FEW ? LONG_CHUNK_FLOATS : CHUNK_FLOATS;
        chunkWords = Math.clamp(floats / width / (Integer.SIZE * runTaps), 1, Spikes.words(shape.inChannels()));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int margin() {
        return 0;
    }

    @Override
    public int chunkWords() {
        return chunkWords;
    }

    @Override
    public int columnStep() {
        return shape.inChannels() * width;
    }

    @Override
    public int channelStep() {
        return width;
    }

    @Override
    public int runs() {
        return shape.kernelWidth() / runTaps;
    }

    @Override
    public void pack(Workers workers, float[] weight, LineScratch packed) {
        PanelPacking packing = new PanelPacking(shape, correlation, false, width);
        packing.pack(workers, weight, packed);
    }

    @Override
    public void addLine(
            SpikeLists lists, int first, LineScratch packed, int block, int row, int run, float[] sums, int at) {
        int tapColumn = run * runTaps;
        int tap = row * shape.kernelWidth() + tapColumn;
        int firstRow = packed.start + (block * correlation.taps() + tap) * columnStep();
        int[] starts = lists.starts;
        int inWidth = shape.width();
        int sumAt = at;
        int column = correlation.columns().offsets[tapColumn];
        for (int q = 0; q < correlation.columns().count; q++) {
            int from = starts[first + Math.clamp(column, 0, inWidth)];
            int to = starts[first + Math.clamp(column + runTaps, 0, inWidth)];
            if (from < to) {
                int rowsAt = firstRow - column * columnStep();
                loops.addRows(lists.entries, from, to, packed.array, rowsAt, width, sums, sumAt);
            }
            column += shape.stride();
            sumAt += width;
        }
    }
}
