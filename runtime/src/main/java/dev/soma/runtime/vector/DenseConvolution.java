package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Correlation of floats, by blocks: a band of target pixels at a time (its source fits the level-2 cache), a piece of at most
 * 256 terms of all its pixels (so that a panel of weights fits the level-1 cache), panel by panel, four pixels by four.
 */
final class DenseConvolution {
    /** Floats of a band's source, about: a half of a small level-2 cache. */
    private static final int BAND_FLOATS = 1 << 16;

    private static final int MIN_BAND = 128;
    private static final int MAX_BAND = 1024;

    private final Workers workers;
    private final DenseLoops loops;
    private final Band[] bands;
    private final float[][] edges;
    private final LineScratch packed = new LineScratch();
    private float[] packedBias = {};

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
        packing.pack(workers, weight, packed);
        packedBias = Grow.atLeast(packedBias, packing.rowSize());
        packing.packRow(bias, packedBias);
        // shorter runs are expanded to one piece, for which panels hold no row of taps apart
        boolean splits = correlation.groupSource() >= TermLayout.SHORTEST_RUN;
        for (Correlation part : splits ? correlation.columnParts() : List.of(correlation)) {
            new Run(correlation, part, source, packing.panels(), packed, packedBias, target).run();
        }
    }

    /** One call. */
    private final class Run {
        /** What the panels of weights are of. */
        private final Correlation whole;

        private final Correlation correlation;
        private final Source source;
        private final int panels;
        private final LineScratch packed;
        /** What the sums start from: the bias, in panels. */
        private final float[] starts;

        private final float[] target;
        private final TermLayout layout;
        /** The piece that the sums begin with: of the taps in the middle, which meet most source lines. */
        private final int firstPiece;

        /** The first of all column taps that is one of the part's. */
        private final int firstColumnTap;

        private final Bands cut;

        Run(
                Correlation whole,
                Correlation part,
                Source source,
                int panels,
                LineScratch packed,
                float[] starts,
                float[] target) {
            this.whole = whole;
            this.correlation = part;
            this.source = source;
            this.panels = panels;
            this.packed = packed;
            this.starts = starts;
            this.target = target;
            layout = TermLayout.alongTerms(correlation, source);
            firstPiece = layout.firstPieceOf(correlation.rows().taps.length / 2);
            firstColumnTap = whole.columns().indexOf(part.columns().taps[0]);
            int pixels = Math.clamp((long) (BAND_FLOATS / floatsOfPixel()), MIN_BAND, MAX_BAND);
            cut = Bands.of(correlation, pixels, workers.threads());
        }

        /** Floats of the source for a target pixel, of the zeros around an image its share. */
        private double floatsOfPixel() {
            if (layout.expanded) {
                return correlation.groups() * correlation.depth();
            }
            Axis rows = correlation.rows();
            Axis columns = correlation.columns();
            double height = (double) rows.reach(rows.count) / rows.count;
            double width = (double) columns.reach(columns.count) / columns.count;
            return correlation.sourceChannels() * height * width;
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
                for (int i = 0; i < layout.pieces.length; i++) {
                    int piece = (firstPiece + i) % layout.pieces.length;
                    for (int panel = fromPanel; panel < toPanel; panel++) {
                        addPiece(band, group, piece, panel, edges[worker]);
                    }
                }
            }
        }

        private void addPiece(Band band, int group, int piece, int panel, float[] edge) {
            int width = loops.width();
            boolean first = piece == firstPiece;
            int startAt = (group * panels + panel) * width;
            int panelAt = packed.start + ((group * panels + panel) * whole.depth() + panelRow(piece)) * width;
            int a = layout.pieces[piece] + group * layout.groupPitch;
            int length = layout.length(piece);
            int column = group * correlation.groupTarget() + panel * width;
            int columns = Math.min(width, correlation.groupTarget() - panel * width);
            if (columns < width) {
                addEdge(band, piece, a, length, panelAt, startAt, column, columns, edge);
                return;
            }
            float[] values = band.values;
            int[] bases = band.bases;
            int[] targets = band.targets;
            float[] start = first ? starts : target;
            int from = first ? 0 : firstTile(band, piece);
            int to = first ? band.pixels : endOfTiles(band, piece);
            for (int m = from; m < to; m += Band.TILE) {
                int a0 = bases[m] + a;
                int a1 = bases[m + 1] + a;
                int a2 = bases[m + 2] + a;
                int a3 = bases[m + 3] + a;
                int c0 = targets[m] + column;
                int c1 = targets[m + 1] + column;
                int c2 = targets[m + 2] + column;
                int c3 = targets[m + 3] + column;
                int s0 = first ? startAt : c0;
                int s1 = first ? startAt : c1;
                int s2 = first ? startAt : c2;
                int s3 = first ? startAt : c3;
                loops.multiply(
                        values,
                        a0,
                        a1,
                        a2,
                        a3,
                        length,
                        packed.array,
                        panelAt,
                        start,
                        s0,
                        s1,
                        s2,
                        s3,
                        target,
                        c0,
                        c1,
                        c2,
                        c3);
            }
        }

        /** The row of a panel where a piece begins: the panels hold the taps of all columns. */
        private int panelRow(int piece) {
            int skipped = whole.columns().taps.length - correlation.columns().taps.length;
            return skipped == 0
                    ? layout.terms[piece]
                    : layout.terms[piece]
                            + (layout.tapRow(piece) * skipped + firstColumnTap) * correlation.groupSource();
        }

        /** The first pixel of the tiles that find source lines with a piece: the others would add zeros. */
        private int firstTile(Band band, int piece) {
            return layout.isOfAllTaps()
                    ? 0
                    : band.firstRow(layout.tapRow(piece)) * band.rowPixels() / Band.TILE * Band.TILE;
        }

        private int endOfTiles(Band band, int piece) {
            return layout.isOfAllTaps() ? band.pixels : band.endRow(layout.tapRow(piece)) * band.rowPixels();
        }

        /** Adds to a panel that is not full: in rows of their own, as the loops write full ones. */
        private void addEdge(
                Band band,
                int piece,
                int a,
                int length,
                int panelAt,
                int startAt,
                int column,
                int columns,
                float[] edge) {
            int width = loops.width();
            boolean first = piece == firstPiece;
            int[] bases = band.bases;
            int[] targets = band.targets;
            float[] start = first ? starts : edge;
            int s0 = first ? startAt : 0;
            int step = first ? 0 : width;
            int from = first ? 0 : firstTile(band, piece);
            int to = first ? band.pixels : endOfTiles(band, piece);
            for (int m = from; m < to; m += Band.TILE) {
                for (int i = 0; i < Band.TILE && !first; i++) {
                    copy(target, targets[m + i] + column, edge, i * width, columns);
                }
                loops.multiply(
                        band.values,
                        bases[m] + a,
                        bases[m + 1] + a,
                        bases[m + 2] + a,
                        bases[m + 3] + a,
                        length,
                        packed.array,
                        panelAt,
                        start,
                        s0,
                        s0 + step,
                        s0 + 2 * step,
                        s0 + 3 * step,
                        edge,
                        0,
                        width,
                        2 * width,
                        3 * width);
                for (int i = 0; i < Band.TILE; i++) {
                    copy(edge, i * width, target, targets[m + i] + column, columns);
                }
            }
        }
    }

    /** Copies a few floats, by hand: fewer than a call of arraycopy takes the time of. */
    private static void copy(float[] from, int fromAt, float[] to, int toAt, int length) {
        for (int n = 0; n < length; n++) {
            to[toAt + n] = from[fromAt + n];
        }
    }
}
