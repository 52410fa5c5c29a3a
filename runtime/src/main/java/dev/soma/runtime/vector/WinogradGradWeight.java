package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/**
 * The gradient of 3 x 3 weights by {@linkplain WinogradConvolution Winograd's algorithm}, transposed: tiles of the source
 * and of the target's gradient are transformed to 36 points, their products summed over all tiles at each point, and the sums
 * transformed to the nine taps.
 */
final class WinogradGradWeight {
    private static final int TARGET = WinogradLoops.TARGET;
    private static final int SOURCE = WinogradLoops.SOURCE;
    private static final int KERNEL = WinogradLoops.KERNEL;
    private static final int POINTS = SOURCE * SOURCE;

    /** The most weights of a tap: every thread keeps 36 sums for each. */
    private static final int MAX_WEIGHTS = 1 << 14;

    /** With fewer tiles the sums' transform takes longer than the products. */
    private static final int MIN_TILES = 256;

    /** Tiles of a block. */
    private static final int BLOCK = 32;

    private final Workers workers;
    private final WinogradLoops loops;
    private final Scratch[] scratch;

    WinogradGradWeight(Workers workers, WinogradLoops loops) {
        this.workers = workers;
        this.loops = loops;
        scratch = new Scratch[workers.threads()];
        Arrays.setAll(scratch, worker -> new Scratch());
    }

    /** Whether the gradient of a forward correlation's weights can be computed so, and is faster. */
    static boolean fits(Correlation correlation) {
        return WinogradTiles.fit(correlation)
                && WinogradTiles.of(correlation).count() >= MIN_TILES
                && correlation.sourceChannels() * correlation.targetChannels() <= MAX_WEIGHTS;
    }

    /** Computes a gradient that {@linkplain #fits fits}. */
    void run(Conv2dShape shape, Source source, float[] gradY, float[] gradWeight) {
        new Run(Correlation.forward(shape), source, new FloatSource(gradY, shape.outChannels()), gradWeight).run();
    }

    /** What a thread keeps between calls. */
    private static final class Scratch {
        /** A strip of source tiles or of target tiles, with zeros around the image. */
        final LineScratch strip = new LineScratch();
        /** What is transformed in one direction. */
        final LineScratch half = new LineScratch();
        /** A block's source tiles at their points, {@code [36, tiles, channels]}. */
        final LineScratch sourcePoints = new LineScratch();
        /** The gradient of a block's target tiles at their points, {@code [36, panels, tiles, width]}. */
        final LineScratch targetPoints = new LineScratch();
        /** The sums of products, {@code [panels, 36, channels, width]}. */
        final LineScratch sums = new LineScratch();
    }

    /** One call. */
    private final class Run {
        private final Correlation correlation;
        private final WinogradSource source;
        private final Source gradient;
        private final float[] gradWeight;

        private final WinogradTiles tiles;
        private final int width;
        private final int panels;
        /** Tiles of a strip. */
        private final int strip;
        /** Floats from one point of a block to the next, as in {@link WinogradSource#pitch}. */
        private final int targetPitch;

        Run(Correlation correlation, Source source, Source gradient, float[] gradWeight) {
            this.correlation = correlation;
            this.gradient = gradient;
            this.gradWeight = gradWeight;
            tiles = WinogradTiles.of(correlation);
            width = 2 * loops.lanes();
            panels = Math.ceilDiv(correlation.targetChannels(), width);
            this.source = new WinogradSource(loops, tiles, source, BLOCK);
            strip = WinogradSource.strip(tiles, widest());
            targetPitch = BLOCK * panels * width + CacheLine.FLOATS;
        }

        /** Channels of a pixel, of the source or of the target, whichever are more. */
        private int widest() {
            return Math.max(source.channels, panels * width);
        }

        void run() {
            workers.run(this::sum);
            int rows = panels * correlation.sourceChannels();
            workers.run(worker -> addUp(
                    scratch[worker],
                    GradWeightSplit.from(worker, workers.threads(), rows),
                    GradWeightSplit.from(worker + 1, workers.threads(), rows)));
        }

        /** The sums of a worker's tiles. */
        private void sum(int worker) {
            Scratch own = scratch[worker];
            int size = panels * POINTS * source.channels * width;
            own.sums.reserve(size);
            Arrays.fill(own.sums.array, own.sums.start, own.sums.start + size, 0f);
            own.sourcePoints.reserve(POINTS * source.pitch);
            own.targetPoints.reserve(POINTS * targetPitch);
            int halfSize = SOURCE * WinogradTiles.sourcePixels(strip) * widest();
            own.strip.reserve(halfSize);
            own.half.reserve(halfSize);
            int last = GradWeightSplit.from(worker + 1, workers.threads(), tiles.count());
            for (int tile = GradWeightSplit.from(worker, workers.threads(), tiles.count());
                    tile < last;
                    tile += BLOCK) {
                int count = Math.min(BLOCK, last - tile);
                for (int i = 0; i < count; ) {
                    int length = tiles.strip(tile + i, Math.min(strip, count - i));
                    source.transform(tile + i, length, i, own.strip, own.half, own.sourcePoints);
                    transformTarget(own, tile + i, length, i);
                    i += length;
                }
                multiply(own, count);
            }
        }

        private void transformTarget(Scratch own, int tile, int length, int index) {
            LineScratch half = own.half;
            int row = panels * width;
            int pitch = length * TARGET * row;
            tiles.loadTarget(gradient, tile, length, row, own.strip);
            loops.transformGradTarget(own.strip.array, own.strip.start, pitch, half.array, half.start, pitch, pitch);
            for (int i = 0; i < SOURCE; i++) {
                for (int t = 0; t < length; t++) {
                    for (int panel = 0; panel < panels; panel++) {
                        loops.transformGradTarget(
                                half.array,
                                half.start + i * pitch + t * TARGET * row + panel * width,
                                row,
                                own.targetPoints.array,
                                own.targetPoints.start + i * SOURCE * targetPitch + (panel * BLOCK + index + t) * width,
                                targetPitch,
                                width);
                    }
                }
            }
        }

        private void multiply(Scratch own, int count) {
            for (int panel = 0; panel < panels; panel++) {
                for (int point = 0; point < POINTS; point++) {
                    int a = own.sourcePoints.start + point * source.pitch;
                    int b = own.targetPoints.start + point * targetPitch + panel * BLOCK * width;
                    int c = own.sums.start + (panel * POINTS + point) * source.channels * width;
                    for (int channel = 0; channel < source.channels; channel += loops.outerRows()) {
                        loops.addOuter(
                                own.sourcePoints.array,
                                a + channel,
                                source.channels,
                                count,
                                own.targetPoints.array,
                                b,
                                own.sums.array,
                                c + channel * width);
                    }
                }
            }
        }

        /** Adds the threads' sums up, in order, and transforms them to taps, for some rows {@code [panels, channels]}. */
        private void addUp(Scratch own, int from, int to) {
            int depth = correlation.sourceChannels();
            LineScratch total = own.strip;
            LineScratch half = own.half;
            total.reserve(POINTS * WinogradLoops.WEIGHT_ROWS * width);
            half.reserve(KERNEL * SOURCE * WinogradLoops.WEIGHT_ROWS * width);
            for (int row = from; row < to; ) {
                int rows = WinogradLoops.weightRows(row, to, depth);
                int panel = row / depth;
                int channel = row % depth;
                int count = rows * width;
                for (int point = 0; point < POINTS; point++) {
                    int at = ((panel * POINTS + point) * source.channels + channel) * width;
                    add(at, total.array, total.start + point * count, count);
                }
                for (int j = 0; j < SOURCE; j++) {
                    loops.transformGradWeight(
                            total.array,
                            total.start + j * count,
                            SOURCE * count,
                            half.array,
                            half.start + j * count,
                            SOURCE * count,
                            count);
                }
                for (int i = 0; i < KERNEL; i++) {
                    loops.transformGradWeight(
                            half.array,
                            half.start + i * SOURCE * count,
                            count,
                            total.array,
                            total.start + i * KERNEL * count,
                            count,
                            count);
                }
                store(total, panel, channel, rows);
                row += rows;
            }
        }

        private void add(int at, float[] total, int to, int count) {
            LineScratch first = scratch[0].sums;
            System.arraycopy(first.array, first.start + at, total, to, count);
            for (int worker = 1; worker < workers.threads(); worker++) {
                LineScratch more = scratch[worker].sums;
                for (int n = 0; n < count; n++) {
                    total[to + n] += more.array[more.start + at + n];
                }
            }
        }

        /** Writes the taps {@code [9, rows, width]} of some rows. */
        private void store(LineScratch taps, int panel, int firstChannel, int rows) {
            int columns = Math.min(width, correlation.targetChannels() - panel * width);
            int at = taps.start;
            for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
                int row = tap * correlation.sourceChannels() + firstChannel;
                for (int r = 0; r < rows; r++) {
                    int to = (row + r) * correlation.targetChannels() + panel * width;
                    System.arraycopy(taps.array, at, gradWeight, to, columns);
                    at += width;
                }
            }
        }
    }
}
