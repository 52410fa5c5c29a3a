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
    /** Output pixels of a band: their sums and their spikes stay in the level-2 cache. */
    private static final int BAND = 512;

    private final Workers workers;
    private final Form form;
    private final SpikeBand.Memory[] memory;
    private final LineScratch[] sums;
    private final AlignedMemory packed = new AlignedMemory();

    SpikeForward(Workers workers, Form form) {
        this.workers = workers;
        this.form = form;
        memory = SpikeBand.Memory.of(workers.threads());
        sums = LineScratch.of(workers.threads());
    }

    /** Computes the output. */
    void run(Conv2dShape shape, int[] spikes, float[] weight, float @Nullable [] bias, float[] y) {
        run(shape, 1, spikes, weight, bias, new WholeOutput(y));
    }

    /** Computes the output, each band in all of its time steps; threads must have {@linkplain #hasBands bands}. */
    void run(Conv2dShape shape, int steps, int[] spikes, float[] weight, float @Nullable [] bias, BandOutput output) {
        TapRows taps = TapRows.of(form, shape);
        Bands cut = cut(shape, steps);
        taps.pack(workers, weight, Math.ceilDiv(cut.count(), workers.threads()), packed);
        new Run(shape, cut, taps, spikes, bias, output).run();
    }

    /** Whether there are bands of all time steps for all threads, so that none need share one's channels. */
    boolean hasBands(Conv2dShape shape, int steps) {
        return cut(shape, steps).count() >= workers.threads();
    }

    private Bands cut(Conv2dShape shape, int steps) {
        return Bands.of(Correlation.forward(shape), steps, BAND, workers.threads());
    }

    /** One call. */
    private final class Run {
        private final Conv2dShape shape;
        private final TapRows taps;
        private final Correlation correlation;
        private final int[] spikes;
        private final float @Nullable [] bias;
        private final BandOutput output;
        private final int chunks;
        private final Bands cut;

        Run(Conv2dShape shape, Bands cut, TapRows taps, int[] spikes, float @Nullable [] bias, BandOutput output) {
            this.shape = shape;
            this.cut = cut;
            this.taps = taps;
            this.spikes = spikes;
            this.bias = bias;
            this.output = output;
            correlation = Correlation.forward(shape);
            chunks = SpikeWords.chunks(shape.inChannels());
        }

        void run() {
            int threads = workers.threads();
            int blocks = taps.blocks();
            // too few bands for all threads: they share a band's blocks of channels
            int shares = Math.clamp(threads / cut.count(), 1, blocks);
            int tasks = cut.count() * shares;
            workers.run(worker -> {
                SpikeBand band = new SpikeBand(shape, correlation, cut, output.isApart(), memory[worker]);
                int last = (int) ((long) tasks * (worker + 1) / threads);
                for (int task = (int) ((long) tasks * worker / threads); task < last; task++) {
                    int share = task % shares;
                    band.load(spikes, task / shares);
                    taps.begin(band);
                    float[] y = output.array(worker, band);
                    compute(band, sums[worker], blocks * share / shares, blocks * (share + 1) / shares, y);
                    output.finish(worker, band);
                }
            });
        }

        private void compute(SpikeBand band, LineScratch sum, int fromBlock, int toBlock, float[] y) {
            int lines = band.images() * band.rows();
            sum.reserve(lines * taps.linePitch);
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
            int pitch = taps.linePitch;
            Arrays.fill(sum.array, sum.start, sum.start + pitch, 0f);
            if (bias != null) {
                int at = sum.start + taps.margin * taps.width;
                for (int q = 0; q < cut.columns(); q++) {
                    System.arraycopy(bias, block * taps.width, sum.array, at, taps.channels(block));
                    at += taps.width;
                }
            }
            for (int line = 1; line < lines; line++) {
                System.arraycopy(sum.array, sum.start, sum.array, sum.start + line * pitch, pitch);
            }
        }
    }
}
