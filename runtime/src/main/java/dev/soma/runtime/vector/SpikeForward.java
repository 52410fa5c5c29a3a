package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
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
    private final SpikeWords[] words;
    private final TapPairs[] pairs;
    private final LineScratch[] sums;
    private final AlignedMemory packed = new AlignedMemory();

    SpikeForward(Workers workers, Form form) {
        this.workers = workers;
        this.form = form;
        words = new SpikeWords[workers.threads()];
        Arrays.setAll(words, worker -> new SpikeWords());
        pairs = new TapPairs[workers.threads()];
        Arrays.setAll(pairs, worker -> new TapPairs());
        sums = LineScratch.of(workers.threads());
    }

    /** Computes the output. */
    void run(Conv2dShape shape, int[] spikes, float[] weight, float @Nullable [] bias, float[] y) {
        TapRows taps = TapRows.of(form, shape, packed);
        taps.pack(workers, weight);
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
            chunks = SpikeWords.chunks(shape.inChannels());
            cut = Bands.of(correlation, BAND, workers.threads());
            linePitch = (shape.outWidth() + 2 * taps.margin()) * width;
        }

        void run() {
            int threads = workers.threads();
            // too few bands for all threads: they share a band's blocks of channels
            int shares = Math.clamp(threads / cut.count(), 1, blocks);
            int tasks = cut.count() * shares;
            workers.run(worker -> {
                SpikeBand band = new SpikeBand(shape, correlation, cut, words[worker], pairs[worker]);
                int last = (int) ((long) tasks * (worker + 1) / threads);
                for (int task = (int) ((long) tasks * worker / threads); task < last; task++) {
                    int share = task % shares;
                    band.load(spikes, task / shares);
                    taps.begin(band);
                    compute(band, sums[worker], blocks * share / shares, blocks * (share + 1) / shares);
                }
            });
        }

        private void compute(SpikeBand band, LineScratch sum, int fromBlock, int toBlock) {
            int lines = band.images() * band.rows();
            sum.reserve(lines * linePitch);
            for (int block = fromBlock; block < toBlock; block++) {
                start(sum, lines, block);
                for (int chunk = 0; chunk < chunks - 1; chunk++) {
                    taps.add(band, block, chunk, sum);
                }
                taps.finish(band, block, chunks - 1, sum, y);
            }
        }

        /** Sets the sums to the bias; all lines are as the first. */
        private void start(LineScratch sum, int lines, int block) {
            Arrays.fill(sum.array, sum.start, sum.start + linePitch, 0f);
            if (bias != null) {
                int first = sum.start + taps.margin() * width;
                for (int q = 0; q < cut.columns(); q++) {
                    System.arraycopy(bias, block * width, sum.array, first + q * width, channels(block));
                }
            }
            for (int line = 1; line < lines; line++) {
                System.arraycopy(sum.array, sum.start, sum.array, sum.start + line * linePitch, linePitch);
            }
        }

        /** The channels of a block. */
        private int channels(int block) {
            return Math.min(width, shape.outChannels() - block * width);
        }
    }
}
