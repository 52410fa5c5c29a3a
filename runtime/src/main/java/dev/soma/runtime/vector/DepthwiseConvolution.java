package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolution with one input and one output channel a group, vectorised along the channels. */
final class DepthwiseConvolution {
    /** Target pixels of a band. */
    private static final int BAND = 256;

    private final Workers workers;
    private final DepthwiseLoops loops;
    private final Band[] bands;
    private final float[][] sums;

    DepthwiseConvolution(Workers workers, DepthwiseLoops loops, Band[] bands) {
        this.workers = workers;
        this.loops = loops;
        this.bands = bands;
        sums = new float[workers.threads()][0];
    }

    /** Whether a convolution is one of these. */
    static boolean fits(Conv2dShape shape) {
        return shape.groups() > 1 && shape.groupInChannels() == 1 && shape.groupOutChannels() == 1;
    }

    /** The output, or the input's gradient. */
    void run(
            Conv2dShape shape,
            Correlation correlation,
            Source source,
            float[] weight,
            float @Nullable [] bias,
            float[] target) {
        int channels = shape.inChannels();
        TermLayout layout = TermLayout.ofTaps(correlation, source, channels);
        int[] weightTaps = weightTaps(shape, correlation);
        forEachBand(correlation, layout, source, (worker, band) -> {
            for (int m = 0; m < band.pixels; m++) {
                int at = band.targets[m];
                if (bias == null) {
                    Arrays.fill(target, at, at + channels, 0f);
                } else {
                    System.arraycopy(bias, 0, target, at, channels);
                }
                loops.addTaps(band.values, band.bases[m], layout.runs, weight, weightTaps, channels, target, at);
            }
        });
    }

    /** The gradient of the weight: a partial sum a thread, added up in order. */
    void gradWeight(Conv2dShape shape, Source source, float[] gradY, float[] gradWeight) {
        int channels = shape.inChannels();
        int size = shape.weightSize();
        Correlation correlation = Correlation.forward(shape);
        TermLayout layout = TermLayout.ofTaps(correlation, source, channels);
        for (int worker = 0; worker < sums.length; worker++) {
            sums[worker] = Grow.atLeast(sums[worker], size);
            Arrays.fill(sums[worker], 0, size, 0f);
        }
        forEachBand(correlation, layout, source, (worker, band) -> {
            for (int tap = 0; tap < layout.runs.length; tap++) {
                loops.addPixels(
                        band.values,
                        band.bases,
                        layout.runs[tap],
                        gradY,
                        band.targets,
                        band.pixels,
                        channels,
                        sums[worker],
                        tap * channels);
            }
        });
        System.arraycopy(sums[0], 0, gradWeight, 0, size);
        for (int worker = 1; worker < sums.length; worker++) {
            for (int i = 0; i < size; i++) {
                gradWeight[i] += sums[worker][i];
            }
        }
    }

    /** What a worker does with a band. */
    @FunctionalInterface
    private interface BandTask {
        void run(int worker, Band band);
    }

    private void forEachBand(Correlation correlation, TermLayout layout, Source source, BandTask task) {
        int threads = workers.threads();
        Bands cut = Bands.of(correlation, BAND, threads);
        workers.run(worker -> {
            int last = (int) ((long) cut.count() * (worker + 1) / threads);
            for (int i = (int) ((long) cut.count() * worker / threads); i < last; i++) {
                bands[worker].load(correlation, layout, source, cut, i);
                task.run(worker, bands[worker]);
            }
        });
    }

    private static int[] weightTaps(Conv2dShape shape, Correlation correlation) {
        int columnTaps = correlation.columns().taps.length;
        int[] taps = new int[correlation.taps()];
        for (int tap = 0; tap < taps.length; tap++) {
            int row = correlation.rows().taps[tap / columnTaps];
            int column = correlation.columns().taps[tap % columnTaps];
            taps[tap] = (row * shape.kernelWidth() + column) * shape.inChannels();
        }
        return taps;
    }
}
