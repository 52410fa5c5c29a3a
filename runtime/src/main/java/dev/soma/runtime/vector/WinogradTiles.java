package dev.soma.runtime.vector;

import java.util.Arrays;

/**
 * The target of a correlation with 3 x 3 weights in tiles of 4 x 4 pixels, of all images, row by row.
 *
 * @param correlation the correlation
 * @param rows rows of tiles in an image
 * @param columns tiles of a row
 */
record WinogradTiles(Correlation correlation, int rows, int columns) {
    private static final int TARGET = WinogradLoops.TARGET;
    private static final int SOURCE = WinogradLoops.SOURCE;

    /** Fewer channels than that leave too little to multiply between the transforms. */
    private static final int MIN_CHANNELS = 8;

    /** The tiles of a correlation. */
    static WinogradTiles of(Correlation correlation) {
        return new WinogradTiles(correlation, lines(correlation.rows()), lines(correlation.columns()));
    }

    /**
     * Whether a correlation can be computed so, and is faster: dense, of 3 x 3 neighbours, with enough channels and few
     * cut tiles.
     */
    static boolean fit(Correlation correlation) {
        return correlation.groups() == 1
                && isUnitStride(correlation.rows())
                && isUnitStride(correlation.columns())
                && correlation.sourceChannels() >= MIN_CHANNELS
                && correlation.targetChannels() >= MIN_CHANNELS
                && lines(correlation.rows()) * lines(correlation.columns()) * TARGET * TARGET
                        <= 2 * correlation.rows().count * correlation.columns().count;
    }

    private static boolean isUnitStride(Axis axis) {
        return axis.taps.length == WinogradLoops.KERNEL
                && axis.isContiguous()
                && axis.sourceStep == 1
                && axis.step == 1;
    }

    private static int lines(Axis axis) {
        return Math.ceilDiv(axis.count, TARGET);
    }

    /** The number of tiles. */
    int count() {
        return correlation.images() * rows * columns;
    }

    /** The first row of a tile's target. */
    int row(int tile) {
        return tile / columns % rows * TARGET;
    }

    /** The first column of a tile's target. */
    int column(int tile) {
        return tile % columns * TARGET;
    }

    /** The first pixel of a tile's target. */
    int pixel(int tile) {
        int image = tile / (rows * columns);
        return (image * correlation.targetHeight() + row(tile)) * correlation.targetWidth() + column(tile);
    }

    /** At most {@code most} tiles from one to the end of its row of tiles. */
    int strip(int tile, int most) {
        return Math.min(most, columns - tile % columns);
    }

    /** Pixels of a row of the source that a strip of tiles reads. */
    static int sourcePixels(int tiles) {
        return tiles * TARGET + SOURCE - TARGET;
    }

    /**
     * Copies the source of a strip of tiles, {@code [6, sourcePixels, channels]}, zeros where there is no source.
     *
     * @param channels the source's channels, filled up to whole vectors
     */
    void loadSource(Source source, int tile, int tiles, int channels, LineScratch to) {
        int image = tile / (rows * columns);
        int row = row(tile) + correlation.rows().first();
        int column = column(tile) + correlation.columns().first();
        for (int i = 0; i < SOURCE; i++) {
            boolean inside = row + i >= 0 && row + i < correlation.sourceHeight();
            int line = (image * correlation.sourceHeight() + row + i) * correlation.sourceWidth();
            load(
                    source,
                    line,
                    column,
                    inside ? correlation.sourceWidth() : 0,
                    correlation.sourceChannels(),
                    to.array,
                    to.start + i * sourcePixels(tiles) * channels,
                    sourcePixels(tiles),
                    channels);
        }
    }

    /**
     * Copies the target's gradient of a strip of tiles, {@code [4, 4 * tiles, channels]}, zeros where tiles are cut off.
     *
     * @param channels the target's channels, filled up to whole panels
     */
    void loadTarget(Source gradient, int tile, int tiles, int channels, LineScratch to) {
        for (int i = 0; i < TARGET; i++) {
            boolean inside = row(tile) + i < correlation.targetHeight();
            load(
                    gradient,
                    pixel(tile) - column(tile) + i * correlation.targetWidth(),
                    column(tile),
                    inside ? correlation.targetWidth() : 0,
                    correlation.targetChannels(),
                    to.array,
                    to.start + i * tiles * TARGET * channels,
                    tiles * TARGET,
                    channels);
        }
    }

    /**
     * Copies the pixels of a line from {@code column} on; the line begins at pixel {@code line} and has {@code width}
     * pixels.
     */
    private static void load(
            Source source,
            int line,
            int column,
            int width,
            int sourceChannels,
            float[] to,
            int at,
            int pixels,
            int channels) {
        int from = Math.clamp(-column, 0, pixels);
        int end = Math.clamp(width - column, from, pixels);
        if (from > 0 || end < pixels || channels != sourceChannels) {
            Arrays.fill(to, at, at + pixels * channels, 0f);
        }
        if (from < end) {
            source.copy(line + column + from, end - from, 0, sourceChannels, to, at + from * channels, channels);
        }
    }
}
