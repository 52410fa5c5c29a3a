package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/**
 * The gradient of a weight from floats: four terms (rows of the weight) by a panel of output channels at a time, summed over
 * blocks of pixels whose source and gradient stay in the level-1 cache.
 */
final class DenseGradWeight {
    /** Pixels of a band. */
    private static final int BAND = 1024;

    /** Pixels of a block at most: 16 floats of each and a panel's row of each fill most of a level-1 cache. */
    private static final int BLOCK = 192;

    /** Tiles of terms that run over a block one after the other, as they read the same cache lines. */
    private static final int TILES = 4;

    /** Rows of the weight that are worth a thread's start. */
    private static final int SUM_GRAIN = 64;

    private final Workers workers;
    private final DenseLoops loops;
    private final Band[] bands;
    /** The bases of a block's pixels. */
    private final int[][] bases;

    private final LineScratch[] panels;
    private final LineScratch[] sums;

    DenseGradWeight(Workers workers, DenseLoops loops, Band[] bands) {
        this.workers = workers;
        this.loops = loops;
        this.bands = bands;
        bases = new int[workers.threads()][BLOCK];
        panels = LineScratch.of(workers.threads());
        sums = LineScratch.of(workers.threads());
    }

    void run(Conv2dShape shape, Source source, float[] gradY, float[] gradWeight) {
        new Run(Correlation.forward(shape), source, gradY, gradWeight).run();
    }

    /** One call. */
    private final class Run {
        private final Correlation correlation;
        private final Source source;
        private final float[] gradY;
        private final float[] gradWeight;
        private final TermLayout layout;
        private final Bands cut;
        private final GradWeightSplit split;
        private final int panelCount;
        /** Tiles of terms before each piece. */
        private final int[] tiles;

        Run(Correlation correlation, Source source, float[] gradY, float[] gradWeight) {
            this.correlation = correlation;
            this.source = source;
            this.gradY = gradY;
            this.gradWeight = gradWeight;
            layout = TermLayout.alongPixels(correlation, source, Band.TILE);
            panelCount = Math.ceilDiv(correlation.groupTarget(), loops.width());
            tiles = new int[layout.pieces.length + 1];
            for (int piece = 0; piece < layout.pieces.length; piece++) {
                tiles[piece + 1] = tiles[piece] + Math.ceilDiv(layout.length(piece), Band.TILE);
            }
            split = GradWeightSplit.of(correlation, tiles(), workers.threads());
            cut = Bands.of(correlation, BAND, split.pixelParts());
        }

        void run() {
            workers.run(worker -> {
                if (worker < split.workers()) {
                    sum(worker);
                }
            });
            workers.ranges(correlation.depth(), SUM_GRAIN, this::addUp);
        }

        private int tiles() {
            return tiles[tiles.length - 1];
        }

        /** The sums of a panel: {@code [4 * tiles, width]}. */
        private int panelSize() {
            return tiles() * Band.TILE * loops.width();
        }

        private void sum(int worker) {
            int size = correlation.groups() * panelCount * panelSize();
            LineScratch sum = sums[worker];
            sum.reserve(size);
            Arrays.fill(sum.array, sum.start, sum.start + size, 0f);
            int pixelPart = split.pixelPart(worker);
            int termPart = split.termPart(worker);
            int fromTile = GradWeightSplit.from(termPart, split.termParts(), tiles());
            int toTile = GradWeightSplit.from(termPart + 1, split.termParts(), tiles());
            int toBand = GradWeightSplit.from(pixelPart + 1, split.pixelParts(), cut.count());
            Band band = bands[worker];
            for (int i = GradWeightSplit.from(pixelPart, split.pixelParts(), cut.count()); i < toBand; i++) {
                band.load(correlation, layout, source, cut, i);
                for (int group = 0; group < correlation.groups(); group++) {
                    pack(band, group, worker);
                    int block = Math.ceilDiv(band.pixels, Math.ceilDiv(band.pixels, BLOCK));
                    for (int from = 0; from < band.pixels; from += block) {
                        int count = Math.min(block, band.pixels - from);
                        System.arraycopy(band.bases, from, bases[worker], 0, count);
                        addBlock(band, group, from, count, fromTile, toTile, worker);
                    }
                }
            }
        }

        /** The band's gradient in panels {@code [panels, pixels, width]}, filled up with zeros. */
        private void pack(Band band, int group, int worker) {
            int width = loops.width();
            panels[worker].reserve(panelCount * band.pixels * width);
            float[] packed = panels[worker].array;
            int at = panels[worker].start;
            for (int panel = 0; panel < panelCount; panel++) {
                int first = group * correlation.groupTarget() + panel * width;
                int columns = Math.min(width, correlation.groupTarget() - panel * width);
                for (int m = 0; m < band.pixels; m++) {
                    System.arraycopy(gradY, band.targets[m] + first, packed, at, columns);
                    Arrays.fill(packed, at + columns, at + width, 0f);
                    at += width;
                }
            }
        }

        private void addBlock(Band band, int group, int from, int count, int fromTile, int toTile, int worker) {
            int width = loops.width();
            LineScratch packed = panels[worker];
            LineScratch sum = sums[worker];
            for (int piece = 0; piece < layout.pieces.length; piece++) {
                int first = Math.max(fromTile, tiles[piece]);
                int last = Math.min(toTile, tiles[piece + 1]);
                for (int some = first; some < last; some += TILES) {
                    for (int panel = 0; panel < panelCount; panel++) {
                        int b = packed.start + (panel * band.pixels + from) * width;
                        for (int tile = some; tile < Math.min(some + TILES, last); tile++) {
                            int a = layout.pieces[piece]
                                    + group * layout.groupPitch
                                    + (tile - tiles[piece]) * Band.TILE;
                            int c = sum.start + (group * panelCount + panel) * panelSize() + tile * Band.TILE * width;
                            loops.addOuter(band.values, bases[worker], count, a, packed.array, b, sum.array, c);
                        }
                    }
                }
            }
        }

        /** Adds the parts' sums up, in order, for some rows of the weight. */
        private void addUp(int from, int to) {
            int piece = 0;
            for (int term = from; term < to; term++) {
                while (term >= layout.terms[piece + 1]) {
                    piece++;
                }
                int tile = tiles[piece] + (term - layout.terms[piece]) / Band.TILE;
                int row = tile * Band.TILE + (term - layout.terms[piece]) % Band.TILE;
                int termPart = 0;
                while (tile >= GradWeightSplit.from(termPart + 1, split.termParts(), tiles())) {
                    termPart++;
                }
                addUpRow(term, row, termPart);
            }
        }

        private void addUpRow(int term, int row, int termPart) {
            int width = loops.width();
            for (int group = 0; group < correlation.groups(); group++) {
                for (int panel = 0; panel < panelCount; panel++) {
                    int columns = Math.min(width, correlation.groupTarget() - panel * width);
                    int at = (group * panelCount + panel) * panelSize() + row * width;
                    int to = term * correlation.targetChannels() + group * correlation.groupTarget() + panel * width;
                    LineScratch first = sums[termPart];
                    System.arraycopy(first.array, first.start + at, gradWeight, to, columns);
                    for (int part = 1; part < split.pixelParts(); part++) {
                        LineScratch more = sums[part * split.termParts() + termPart];
                        for (int n = 0; n < columns; n++) {
                            gradWeight[to + n] += more.array[more.start + at + n];
                        }
                    }
                }
            }
        }
    }
}
