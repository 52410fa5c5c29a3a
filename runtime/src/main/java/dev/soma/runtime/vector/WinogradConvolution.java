package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Correlation of floats with 3 x 3 weights by Winograd's algorithm F(4 x 4, 3 x 3): a tile of 4 x 4 target pixels takes 36
 * products of a source channel with a weight, not 144. Source tiles and weights are transformed to 36 points, multiplied as
 * matrices (tiles by channels) at each point, and the products transformed back.
 *
 * <p>The rounding error of a sum is relative to the largest terms of its tile, not of its own: some times that of a plain sum,
 * and a sum of zeros beside large values need not be 0. A NaN or an infinity reaches the whole tile.
 *
 * <p>Source: A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016.
 */
final class WinogradConvolution {
    private static final int TARGET = WinogradLoops.TARGET;
    private static final int SOURCE = WinogradLoops.SOURCE;
    private static final int KERNEL = WinogradLoops.KERNEL;
    private static final int POINTS = SOURCE * SOURCE;

    /** Floats of a block's points, about: they and the sums fit a level-2 cache. */
    private static final int BLOCK_FLOATS = 1 << 17;

    private static final int MIN_BLOCK = 32;
    private static final int MAX_BLOCK = 64;

    private final Workers workers;
    private final WinogradLoops loops;
    private final Scratch[] scratch;
    private final LineScratch packed = new LineScratch();
    private final LineScratch weightPoints = new LineScratch();
    private float[] packedBias = {};

    WinogradConvolution(Workers workers, WinogradLoops loops) {
        this.workers = workers;
        this.loops = loops;
        scratch = new Scratch[workers.threads()];
        Arrays.setAll(scratch, worker -> new Scratch());
    }

    /**
     * Computes one correlation that {@linkplain WinogradTiles#fit fits}.
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
        int lanes = loops.lanes();
        int width = correlation.targetChannels() <= lanes ? lanes : 2 * lanes;
        PanelPacking packing = new PanelPacking(shape, correlation, backward, width);
        packing.pack(workers, weight, packed);
        packedBias = Grow.atLeast(packedBias, packing.rowSize());
        packing.packRow(bias, packedBias);
        new Run(correlation, source, packing.panels(), width, target).run();
    }

    /** What a thread keeps between calls. */
    private static final class Scratch {
        /** A strip of source tiles with zeros around the image, {@code [6, pixels, channels]}. */
        final LineScratch strip = new LineScratch();
        /**
         * What is transformed in one direction: of the strip, {@code [6, pixels, channels]}; of a panel's sums, {@code [4,
         * 6, tiles, width]}.
         */
        final LineScratch half = new LineScratch();
        /** A block's source tiles at their points, {@code [36, tiles, channels]}. */
        final LineScratch sourcePoints = new LineScratch();
        /** The sums of a panel at the points, {@code [36, tiles, width]}. */
        final LineScratch sums = new LineScratch();
        /** A row of a target tile that is cut off, {@code [4, width]}. */
        final LineScratch edge = new LineScratch();
    }

    /** One call. */
    private final class Run {
        private final Correlation correlation;
        private final WinogradSource source;
        private final int panels;
        private final int width;
        private final float[] target;

        private final WinogradTiles tiles;
        /** Tiles of a block. */
        private final int block;
        /** Tiles of a strip. */
        private final int strip;
        /** Floats from one point of a block to the next, as in {@link WinogradSource#pitch}. */
        private final int sumPitch;

        Run(Correlation correlation, Source source, int panels, int width, float[] target) {
            this.correlation = correlation;
            this.panels = panels;
            this.width = width;
            this.target = target;
            tiles = WinogradTiles.of(correlation);
            int channels = WinogradSource.channels(loops, tiles);
            int fitting = Math.clamp(BLOCK_FLOATS / (POINTS * channels), MIN_BLOCK, MAX_BLOCK);
            int threads = workers.threads();
            int even = Math.ceilDiv(tiles.count(), threads * Math.ceilDiv(tiles.count(), threads * fitting));
            block = Math.ceilDiv(even, WinogradLoops.ROWS) * WinogradLoops.ROWS;
            strip = WinogradSource.strip(tiles, channels);
            this.source = new WinogradSource(loops, tiles, source, block);
            sumPitch = block * width + CacheLine.FLOATS;
        }

        void run() {
            int rows = panels * correlation.sourceChannels();
            weightPoints.reserve(POINTS * rows * width);
            int threads = workers.threads();
            workers.run(worker -> transformWeights(
                    scratch[worker].half,
                    GradWeightSplit.from(worker, threads, rows),
                    GradWeightSplit.from(worker + 1, threads, rows)));
            int blocks = Math.ceilDiv(tiles.count(), block);
            // too few blocks for all threads: they share a block's panels
            int shares = Math.clamp(threads / blocks, 1, panels);
            int tasks = blocks * shares;
            workers.run(worker -> {
                reserve(scratch[worker]);
                int last = GradWeightSplit.from(worker + 1, threads, tasks);
                for (int task = GradWeightSplit.from(worker, threads, tasks); task < last; task++) {
                    int share = task % shares;
                    compute(scratch[worker], task / shares, panels * share / shares, panels * (share + 1) / shares);
                }
            });
        }

        /** Some rows of the panels, {@code [panels, 9, channels, width]}, to {@code [panels, 36, channels, width]}. */
        private void transformWeights(LineScratch half, int from, int to) {
            int depth = correlation.sourceChannels();
            int pitch = depth * width;
            half.reserve(SOURCE * KERNEL * WinogradLoops.WEIGHT_ROWS * width);
            for (int row = from; row < to; ) {
                int rows = WinogradLoops.weightRows(row, to, depth);
                int count = rows * width;
                int at = packed.start + row / depth * KERNEL * KERNEL * pitch + row % depth * width;
                int pointsAt = weightPoints.start + row / depth * POINTS * pitch + row % depth * width;
                for (int j = 0; j < KERNEL; j++) {
                    loops.transformWeight(
                            packed.array,
                            at + j * pitch,
                            KERNEL * pitch,
                            half.array,
                            half.start + j * count,
                            KERNEL * count,
                            count);
                }
                for (int i = 0; i < SOURCE; i++) {
                    loops.transformWeight(
                            half.array,
                            half.start + i * KERNEL * count,
                            count,
                            weightPoints.array,
                            pointsAt + i * SOURCE * pitch,
                            pitch,
                            count);
                }
                row += rows;
            }
        }

        private void reserve(Scratch own) {
            own.sourcePoints.reserve(POINTS * source.pitch);
            own.sums.reserve(POINTS * sumPitch);
            own.strip.reserve(SOURCE * stripPitch());
            own.half.reserve(Math.max(SOURCE * stripPitch(), TARGET * SOURCE * WinogradLoops.ROWS * width));
            own.edge.reserve(TARGET * width);
        }

        private void compute(Scratch own, int index, int fromPanel, int toPanel) {
            int first = index * block;
            int count = Math.min(block, tiles.count() - first);
            for (int i = 0; i < count; ) {
                int length = tiles.strip(first + i, Math.min(strip, count - i));
                source.transform(first + i, length, i, own.strip, own.half, own.sourcePoints);
                i += length;
            }
            for (int panel = fromPanel; panel < toPanel; panel++) {
                multiply(own, panel, count);
                for (int i = 0; i < count; i += WinogradLoops.ROWS) {
                    transformTargets(own, first + i, Math.min(WinogradLoops.ROWS, count - i), i, panel);
                }
            }
        }

        /** Floats of a strip's row. */
        private int stripPitch() {
            return WinogradTiles.sourcePixels(strip) * source.channels;
        }

        private void multiply(Scratch own, int panel, int count) {
            int depth = correlation.sourceChannels();
            for (int point = 0; point < POINTS; point++) {
                int b = weightPoints.start + (panel * POINTS + point) * depth * width;
                int a = own.sourcePoints.start + point * source.pitch;
                int c = own.sums.start + point * sumPitch;
                for (int i = 0; i < count; i += WinogradLoops.ROWS) {
                    loops.multiply(
                            own.sourcePoints.array,
                            a + i * source.channels,
                            source.channels,
                            depth,
                            weightPoints.array,
                            b,
                            width,
                            own.sums.array,
                            c + i * width,
                            width);
                }
            }
        }

        /** Some neighbouring tiles of a panel's target. */
        private void transformTargets(Scratch own, int tile, int length, int index, int panel) {
            LineScratch half = own.half;
            int count = length * width;
            for (int j = 0; j < SOURCE; j++) {
                loops.transformTarget(
                        own.sums.array,
                        own.sums.start + j * sumPitch + index * width,
                        SOURCE * sumPitch,
                        half.array,
                        half.start + j * count,
                        SOURCE * count,
                        count);
            }
            for (int t = 0; t < length; t++) {
                transformTarget(own, tile + t, half.start + t * width, count, panel);
            }
        }

        /**
         * A tile of a panel's target from {@code [4, 6, width]} in {@code half}: row i, point j at {@code at + (6 * i + j) *
         * pitch}.
         */
        private void transformTarget(Scratch own, int tile, int at, int pitch, int panel) {
            int all = correlation.targetChannels();
            int pixel = tiles.pixel(tile);
            int rows = Math.min(TARGET, correlation.targetHeight() - tiles.row(tile));
            int columns = Math.min(TARGET, correlation.targetWidth() - tiles.column(tile));
            int filled = Math.min(width, all - panel * width);
            boolean whole = columns == TARGET && filled == width;
            for (int y = 0; y < rows; y++) {
                int to = (pixel + y * correlation.targetWidth()) * all + panel * width;
                loops.transformTarget(
                        own.half.array,
                        at + y * SOURCE * pitch,
                        pitch,
                        packedBias,
                        panel * width,
                        whole ? target : own.edge.array,
                        whole ? to : own.edge.start,
                        whole ? all : width,
                        width);
                for (int x = 0; x < columns && !whole; x++) {
                    System.arraycopy(own.edge.array, own.edge.start + x * width, target, to + x * all, filled);
                }
            }
        }
    }
}
