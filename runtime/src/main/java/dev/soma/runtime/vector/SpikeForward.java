package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of spikes without groups: the weight rows of the spikes that a pixel's taps meet are added, and nothing else is
 * done. A band of output pixels at a time, for a block of output channels, a chunk of input channels and a row of taps, so
 * that the weight rows in use stay in the level-1 cache, or near.
 */
final class SpikeForward {
    /** Output pixels of a band: their sums and their lists stay in the level-2 cache. */
    private static final int BAND = 512;

    /** Floats of a chunk's weight rows, about: what a level-1 cache holds. */
    private static final int CHUNK_FLOATS = 12 << 10;

    /**
     * The same where spikes are few: longer runs of spikes are worth more than rows in the level-1 cache. Measured with 512-bit
     * vectors: 1.7 times as fast at 5 % spikes with 128 to 512 channels, 1 to 1.3 times at 15 %, 0.8 times at 31 %.
     */
    private static final int LONG_CHUNK_FLOATS = 48 << 10;

    /** The density of spikes up to which they are few. */
    private static final double FEW = 0.2;

    /** Parts of the weights that are worth a thread's start. */
    private static final int PACK_GRAIN = 4;

    private final Workers workers;
    private final RowSumLoops loops;
    private final SpikeLists[] lists;
    private final LineScratch[] sums;
    private final LineScratch packed = new LineScratch();

    SpikeForward(Workers workers, RowSumLoops loops) {
        this.workers = workers;
        this.loops = loops;
        lists = new SpikeLists[workers.threads()];
        Arrays.setAll(lists, worker -> new SpikeLists());
        sums = LineScratch.of(workers.threads());
    }

    /**
     * Computes the output.
     *
     * @param density share of the spikes that are set
     */
    void run(Conv2dShape shape, int[] spikes, double density, float[] weight, float @Nullable [] bias, float[] y) {
        Correlation correlation = Correlation.forward(shape);
        PanelPacking packing = new PanelPacking(shape, correlation, false, loops.width(shape.outChannels()));
        packed.reserve(packing.size());
        workers.ranges(packing.parts(), PACK_GRAIN, (from, to) -> {
            for (int part = from; part < to; part++) {
                packing.pack(part, weight, packed.array, packed.start);
            }
        });
        int chunkFloats = density <= FEW ? LONG_CHUNK_FLOATS : CHUNK_FLOATS;
        new Run(shape, correlation, spikes, chunkFloats, packed, bias, y).run();
    }

    /** One call. */
    private final class Run {
        private final Conv2dShape shape;
        private final Correlation correlation;
        private final int[] spikes;
        private final LineScratch packed;
        private final float @Nullable [] bias;
        private final float[] y;
        private final int width;
        private final int blocks;
        private final int chunkWords;
        private final int chunks;
        /** Taps of a row whose spikes are one run: all, or one where dilation parts them. */
        private final int runTaps;

        private final Bands cut;

        Run(
                Conv2dShape shape,
                Correlation correlation,
                int[] spikes,
                int chunkFloats,
                LineScratch packed,
                float @Nullable [] bias,
                float[] y) {
            this.shape = shape;
            this.correlation = correlation;
            this.spikes = spikes;
            this.packed = packed;
            this.bias = bias;
            this.y = y;
            width = loops.width(shape.outChannels());
            blocks = Math.ceilDiv(shape.outChannels(), width);
            runTaps = correlation.columns().isContiguous() ? shape.kernelWidth() : 1;
            int words = Spikes.words(shape.inChannels());
            chunkWords = Math.clamp(chunkFloats / width / (Integer.SIZE * runTaps), 1, words);
            chunks = Math.ceilDiv(words, chunkWords);
            cut = Bands.of(correlation, BAND, workers.threads());
        }

        void run() {
            int threads = workers.threads();
            // too few bands for all threads: they share a band's blocks of channels
            int shares = Math.clamp(threads / cut.count(), 1, blocks);
            int tasks = cut.count() * shares;
            workers.run(worker -> {
                int last = (int) ((long) tasks * (worker + 1) / threads);
                for (int task = (int) ((long) tasks * worker / threads); task < last; task++) {
                    int share = task % shares;
                    compute(worker, task / shares, blocks * share / shares, blocks * (share + 1) / shares);
                }
            });
        }

        private void compute(int worker, int band, int fromBlock, int toBlock) {
            Axis rows = correlation.rows();
            int first = rows.sourceStep * cut.row(band) + rows.first();
            int from = Math.clamp(first, 0, shape.height());
            int to = Math.clamp(first + rows.reach(cut.rowsOf(band)), from, shape.height());
            SpikeLists list = lists[worker];
            list.load(
                    spikes,
                    shape.inChannels(),
                    chunkWords,
                    width,
                    shape.height(),
                    shape.width(),
                    cut.image(band),
                    cut.imagesOf(band),
                    from,
                    to - from);
            int pixels = cut.imagesOf(band) * cut.rowsOf(band) * cut.columns();
            LineScratch sum = sums[worker];
            sum.reserve(pixels * width);
            for (int block = fromBlock; block < toBlock; block++) {
                start(sum, pixels, block);
                for (int chunk = 0; chunk < chunks; chunk++) {
                    for (int row = 0; row < shape.kernelHeight(); row++) {
                        for (int column = 0; column < shape.kernelWidth(); column += runTaps) {
                            addTaps(list, band, from, to, block, chunk, row, column, sum);
                        }
                    }
                }
                store(sum, band, pixels, block);
            }
        }

        private void start(LineScratch sum, int pixels, int block) {
            Arrays.fill(sum.array, sum.start, sum.start + pixels * width, 0f);
            if (bias != null) {
                int columns = columns(block);
                for (int m = 0; m < pixels; m++) {
                    System.arraycopy(bias, block * width, sum.array, sum.start + m * width, columns);
                }
            }
        }

        /** Adds what a run of taps meets, for all pixels of the band. */
        private void addTaps(
                SpikeLists list,
                int band,
                int from,
                int to,
                int block,
                int chunk,
                int tapRow,
                int tapColumn,
                LineScratch sum) {
            int rowOffset = correlation.rows().offsets[tapRow];
            int columnOffset = correlation.columns().offsets[tapColumn];
            int depth = shape.inChannels();
            int tap = tapRow * shape.kernelWidth() + tapColumn;
            int firstRow = packed.start + (block * correlation.taps() + tap) * depth * width;
            int images = cut.imagesOf(band);
            int at = sum.start;
            for (int image = 0; image < images; image++) {
                for (int p = 0; p < cut.rowsOf(band); p++) {
                    int line = shape.stride() * (cut.row(band) + p) + rowOffset;
                    if (line >= from && line < to) {
                        addLine(
                                list,
                                list.list(chunk, images, image, line - from),
                                columnOffset,
                                firstRow,
                                sum.array,
                                at);
                    }
                    at += cut.columns() * width;
                }
            }
        }

        private void addLine(SpikeLists list, int first, int columnOffset, int firstRow, float[] sum, int sumAt) {
            int[] starts = list.starts;
            int[] entries = list.entries;
            int inWidth = shape.width();
            int shift = shape.inChannels() * width;
            int at = sumAt;
            int column = columnOffset;
            for (int q = 0; q < cut.columns(); q++) {
                int from = starts[first + Math.clamp(column, 0, inWidth)];
                int to = starts[first + Math.clamp(column + runTaps, 0, inWidth)];
                if (from < to) {
                    loops.addRows(entries, from, to, packed.array, firstRow - column * shift, width, sum, at);
                }
                column += shape.stride();
                at += width;
            }
        }

        private void store(LineScratch sum, int band, int pixels, int block) {
            int columns = columns(block);
            int first = ((cut.image(band) * cut.rows() + cut.row(band)) * cut.columns()) * shape.outChannels()
                    + block * width;
            for (int m = 0; m < pixels; m++) {
                System.arraycopy(sum.array, sum.start + m * width, y, first + m * shape.outChannels(), columns);
            }
        }

        /** The channels of a block. */
        private int columns(int block) {
            return Math.min(width, shape.outChannels() - block * width);
        }
    }
}
