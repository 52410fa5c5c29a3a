package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Correlation of floats, by blocks: a band of target pixels at a time (its source fits the level-2 cache), a piece of at most
 * 256 terms of all its pixels (so that a panel of weights fits the level-1 cache), panel by panel, four pixels by four.
 */
final class DenseConvolution {
    /** Floats of a band's source, about: a half of a small level-2 cache. */
    private static final int BAND_FLOATS = 1 << 16;

    private static final int MIN_BAND = 64;
    private static final int MAX_BAND = 1024;

    /** Parts of the weights that are worth a thread's start. */
    private static final int PACK_GRAIN = 4;

    private final Workers workers;
    private final DenseLoops loops;
    private final Band[] bands;
    private final float[][] edges;
    private float[] packed = {};

    DenseConvolution(Workers workers, DenseLoops loops, Band[] bands) {
        this.workers = workers;
        this.loops = loops;
        this.bands = bands;
        edges = new float[workers.threads()][Band.TILE * loops.width()];
    }

    /**
     * Computes one correlation.
     *
     * @param backward whether the weights are to be transposed
     */
    void run(
            Conv2dShape shape,
            Correlation correlation,
            boolean backward,
            Source source,
            float[] weight,
            float @Nullable [] bias,
            float[] target) {
        PanelPacking packing = new PanelPacking(shape, correlation, backward, loops.width());
        packed = Grow.atLeast(packed, packing.size());
        float[] panels = packed;
        workers.ranges(packing.parts(), PACK_GRAIN, (from, to) -> {
            for (int part = from; part < to; part++) {
                packing.pack(part, weight, panels);
            }
        });
        new Run(correlation, source, packing.panels(), panels, bias, target).run();
    }

    /** One call. */
    private final class Run {
        private final Correlation correlation;
        private final Source source;
        private final int panels;
        private final float[] packed;
        private final float @Nullable [] bias;
        private final float[] target;
        private final TermLayout layout;
        private final Bands cut;

        Run(
                Correlation correlation,
                Source source,
                int panels,
                float[] packed,
                float @Nullable [] bias,
                float[] target) {
            this.correlation = correlation;
            this.source = source;
            this.panels = panels;
            this.packed = packed;
            this.bias = bias;
            this.target = target;
            layout = TermLayout.ofPieces(correlation, source, 1);
            int floats = layout.expanded
                    ? correlation.groups() * correlation.depth()
                    : correlation.sourceChannels() * correlation.columns().sourceStep * correlation.rows().sourceStep;
            int pixels = Math.clamp(BAND_FLOATS / floats, MIN_BAND, MAX_BAND);
            cut = Bands.of(correlation, pixels, workers.threads());
        }

        void run() {
            int threads = workers.threads();
            // too few bands for all threads: they share a band's panels
            int shares = Math.clamp(threads / cut.count(), 1, panels);
            int tasks = cut.count() * shares;
            workers.run(worker -> {
                int last = (int) ((long) tasks * (worker + 1) / threads);
                for (int task = (int) ((long) tasks * worker / threads); task < last; task++) {
                    int share = task % shares;
                    compute(worker, task / shares, panels * share / shares, panels * (share + 1) / shares);
                }
            });
        }

        private void compute(int worker, int index, int fromPanel, int toPanel) {
            Band band = bands[worker];
            band.load(correlation, layout, source, cut, index);
            for (int group = 0; group < correlation.groups(); group++) {
                start(band, group, fromPanel, toPanel);
                for (int piece = 0; piece < layout.pieces.length; piece++) {
                    for (int panel = fromPanel; panel < toPanel; panel++) {
                        addPiece(band, group, piece, panel, edges[worker]);
                    }
                }
            }
        }

        /** Sets the sums to the bias, or to 0. */
        private void start(Band band, int group, int fromPanel, int toPanel) {
            int first = group * correlation.groupTarget();
            int from = first + fromPanel * loops.width();
            int to = first + Math.min(correlation.groupTarget(), toPanel * loops.width());
            for (int m = 0; m < band.pixels; m++) {
                int at = band.targets[m] + from;
                if (bias == null) {
                    Arrays.fill(target, at, at + to - from, 0f);
                } else {
                    System.arraycopy(bias, from, target, at, to - from);
                }
            }
        }

        private void addPiece(Band band, int group, int piece, int panel, float[] edge) {
            int width = loops.width();
            int panelAt = ((group * panels + panel) * correlation.depth() + layout.terms[piece]) * width;
            int a = layout.pieces[piece] + group * layout.groupPitch;
            int length = layout.length(piece);
            int first = group * correlation.groupTarget() + panel * width;
            int columns = Math.min(width, correlation.groupTarget() - panel * width);
            float[] values = band.values;
            int[] bases = band.bases;
            int[] targets = band.targets;
            for (int m = 0; m < band.pixels; m += Band.TILE) {
                int a0 = bases[m] + a;
                int a1 = bases[m + 1] + a;
                int a2 = bases[m + 2] + a;
                int a3 = bases[m + 3] + a;
                if (columns == width) {
                    loops.multiply(
                            values,
                            a0,
                            a1,
                            a2,
                            a3,
                            length,
                            packed,
                            panelAt,
                            target,
                            targets[m] + first,
                            targets[m + 1] + first,
                            targets[m + 2] + first,
                            targets[m + 3] + first);
                } else {
                    for (int i = 0; i < Band.TILE; i++) {
                        System.arraycopy(target, targets[m + i] + first, edge, i * width, columns);
                    }
                    loops.multiply(
                            values, a0, a1, a2, a3, length, packed, panelAt, edge, 0, width, 2 * width, 3 * width);
                    for (int i = 0; i < Band.TILE; i++) {
                        System.arraycopy(edge, i * width, target, targets[m + i] + first, columns);
                    }
                }
            }
        }
    }
}
