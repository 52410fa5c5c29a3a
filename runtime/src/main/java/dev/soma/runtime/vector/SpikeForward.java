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

    private final Workers workers;
    private final Form form;
    private final SpikeLists[] lists;
    private final LineScratch[] sums;
    private final LineScratch packed = new LineScratch();

    SpikeForward(Workers workers, Form form) {
        this.workers = workers;
        this.form = form;
        SpikeListLoops loops = SpikeListLoops.of(form);
        lists = new SpikeLists[workers.threads()];
        Arrays.setAll(lists, worker -> new SpikeLists(loops));
        sums = LineScratch.of(workers.threads());
    }

    /**
     * Computes the output.
     *
     * @param density share of the spikes that are set
     */
    void run(Conv2dShape shape, int[] spikes, double density, float[] weight, float @Nullable [] bias, float[] y) {
        TapRows taps = TapRows.of(form, shape, density);
        taps.pack(workers, weight, packed);
        new Run(shape, taps, spikes, bias, y).run();
    }

    /** One call. */
    private final class Run {
        private final Conv2dShape shape;
        private final TapRows taps;
        private final Correlation correlation;
        private final int[] spikes;
        private final float @Nullable [] bias;
        private final float[] y;
        private final int width;
        private final int blocks;
        private final int chunks;
        /** Floats of a line of sums. */
        private final int linePitch;

        private final Bands cut;

        Run(Conv2dShape shape, TapRows taps, int[] spikes, float @Nullable [] bias, float[] y) {
            this.shape = shape;
            this.taps = taps;
            this.spikes = spikes;
            this.bias = bias;
            this.y = y;
            correlation = Correlation.forward(shape);
            width = taps.width();
            blocks = Math.ceilDiv(shape.outChannels(), width);
            chunks = Math.ceilDiv(Spikes.words(shape.inChannels()), taps.chunkWords());
            cut = Bands.of(correlation, BAND, workers.threads());
            linePitch = (cut.columns() + 2 * taps.margin()) * width;
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
                    taps.chunkWords(),
                    taps.columnStep(),
                    taps.channelStep(),
                    shape.height(),
                    shape.width(),
                    cut.image(band),
                    cut.imagesOf(band),
                    from,
                    to - from);
            int lines = cut.imagesOf(band) * cut.rowsOf(band);
            LineScratch sum = sums[worker];
            sum.reserve(lines * linePitch);
            for (int block = fromBlock; block < toBlock; block++) {
                start(sum, lines, block);
                for (int chunk = 0; chunk < chunks; chunk++) {
                    for (int row = 0; row < shape.kernelHeight(); row++) {
                        for (int run = 0; run < taps.runs(); run++) {
                            addTaps(list, band, from, to, block, chunk, row, run, sum);
                        }
                    }
                }
                store(sum, band, lines, block);
            }
        }

        /** Sets the sums to the bias; all lines are as the first. */
        private void start(LineScratch sum, int lines, int block) {
            Arrays.fill(sum.array, sum.start, sum.start + linePitch, 0f);
            if (bias != null) {
                int first = sum.start + taps.margin() * width;
                for (int q = 0; q < cut.columns(); q++) {
                    System.arraycopy(bias, block * width, sum.array, first + q * width, columns(block));
                }
            }
            for (int line = 1; line < lines; line++) {
                System.arraycopy(sum.array, sum.start, sum.array, sum.start + line * linePitch, linePitch);
            }
        }

        /** Adds what a run of taps meets, for all pixels of the band. */
        private void addTaps(
                SpikeLists list, int band, int from, int to, int block, int chunk, int row, int run, LineScratch sum) {
            int rowOffset = correlation.rows().offsets[row];
            int images = cut.imagesOf(band);
            int at = sum.start;
            for (int image = 0; image < images; image++) {
                for (int p = 0; p < cut.rowsOf(band); p++) {
                    int line = shape.stride() * (cut.row(band) + p) + rowOffset;
                    if (line >= from && line < to) {
                        int first = list.list(chunk, images, image, line - from);
                        taps.addLine(list, first, packed, block, row, run, sum.array, at);
                    }
                    at += linePitch;
                }
            }
        }

        private void store(LineScratch sum, int band, int lines, int block) {
            int columns = columns(block);
            int to = ((cut.image(band) * cut.rows() + cut.row(band)) * cut.columns()) * shape.outChannels()
                    + block * width;
            for (int line = 0; line < lines; line++) {
                int at = sum.start + line * linePitch + taps.margin() * width;
                for (int q = 0; q < cut.columns(); q++) {
                    System.arraycopy(sum.array, at, y, to, columns);
                    at += width;
                    to += shape.outChannels();
                }
            }
        }

        /** The channels of a block. */
        private int columns(int block) {
            return Math.min(width, shape.outChannels() - block * width);
        }
    }
}
