package dev.soma.runtime.vector;

/** The source of a correlation with 3 x 3 weights, tile by tile at its points. */
final class WinogradSource {
    private static final int SOURCE = WinogradLoops.SOURCE;

    /** Floats of a strip's six rows, about: they and what they are transformed to fit a level-1 cache. */
    private static final int STRIP_FLOATS = 1 << 12;

    /** Channels, filled up to whole vectors. */
    final int channels;

    /**
     * Floats from one point of a block to the next: a cache line more than needed, so that points do not meet in one set of the
     * cache.
     */
    final int pitch;

    private final WinogradLoops loops;
    private final WinogradTiles tiles;
    private final Source source;

    /**
     * The source of those tiles.
     *
     * @param block tiles of a block
     */
    WinogradSource(WinogradLoops loops, WinogradTiles tiles, Source source, int block) {
        this.loops = loops;
        this.tiles = tiles;
        this.source = source;
        channels = channels(loops, tiles);
        pitch = block * channels + CacheLine.FLOATS;
    }

    /** The source's channels, filled up to whole vectors. */
    static int channels(WinogradLoops loops, WinogradTiles tiles) {
        return Math.ceilDiv(tiles.correlation().sourceChannels(), loops.lanes()) * loops.lanes();
    }

    /** Neighbouring tiles of a row to transform at a time, where a pixel has that many channels. */
    static int strip(WinogradTiles tiles, int channels) {
        return Math.clamp(STRIP_FLOATS / (SOURCE * WinogradLoops.TARGET * channels), 1, tiles.columns());
    }

    /**
     * Transforms some neighbouring tiles of a row to {@code points [36, tiles, channels]}.
     *
     * @param tile the first tile
     * @param length the number of tiles
     * @param index where in its block the first tile stands
     * @param strip for the source, {@code [6, pixels, channels]}
     * @param half for what is transformed in one direction, as large
     */
    void transform(int tile, int length, int index, LineScratch strip, LineScratch half, LineScratch points) {
        int line = WinogradTiles.sourcePixels(length) * channels;
        tiles.loadSource(source, tile, length, channels, strip);
        loops.transformSource(strip.array, strip.start, line, half.array, half.start, line, line);
        for (int i = 0; i < SOURCE; i++) {
            for (int t = 0; t < length; t++) {
                loops.transformSource(
                        half.array,
                        half.start + i * line + t * WinogradLoops.TARGET * channels,
                        channels,
                        points.array,
                        points.start + i * SOURCE * pitch + (index + t) * channels,
                        pitch,
                        channels);
            }
        }
    }
}
