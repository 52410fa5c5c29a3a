package dev.soma.runtime.vector;

import dev.soma.runtime.NormShape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How {@code x [steps, rows, features]} is cut into tiles. The cut, and with it the order of all sums, depends on the shape
 * only, not on the number of threads.
 *
 * <p>Where there are few features, or their number does not fill vectors, several rows are taken as one wide row, whose
 * columns repeat the features; rows left over make a last, shorter wide row. Arrays with a value per step and column are
 * therefore {@code [steps, width]}. Each tile has two sums a column, in an array {@code [steps, chunks, 2, width]}.
 */
final class NormTiles {
    private static final int TILE_ROWS = 256;
    private static final int TILE_COLUMNS = 2048;

    /** Columns below which rows are joined; the joined row fills vectors of any length. */
    private static final int NARROW = 128;

    private static final int MOST_LANES = 16;

    /** Elements that are worth a thread's start. */
    private static final int WORTH_A_THREAD = 1 << 15;

    private final int steps;
    private final int rows;
    private final int features;
    private final int abreast;
    private final int width;
    private final int wideRows;
    private final int restRows;
    private final int fullChunks;
    private final int chunks;
    private final int blocks;
    private final List<NormTile> tiles;

    NormTiles(NormShape shape) {
        steps = shape.steps();
        rows = shape.rows();
        features = shape.features();
        abreast = abreast(features);
        width = abreast * features;
        wideRows = rows / abreast;
        restRows = rows % abreast;
        fullChunks = Math.ceilDiv(wideRows, TILE_ROWS);
        chunks = fullChunks + (restRows > 0 ? 1 : 0);
        blocks = Math.ceilDiv(width, TILE_COLUMNS);
        tiles = IntStream.range(0, steps * chunks * blocks)
                .mapToObj(this::makeTile)
                .toList();
    }

    private static int abreast(int features) {
        if (features >= NARROW) {
            return 1;
        }
        int fillsVectors = MOST_LANES / Math.min(MOST_LANES, Integer.lowestOneBit(features));
        return fillsVectors * Math.ceilDiv(NARROW, fillsVectors * features);
    }

    /** The number of tiles. */
    int count() {
        return tiles.size();
    }

    /** Tiles that are worth a thread's start. */
    int grain() {
        return Math.max(1, WORTH_A_THREAD / (Math.min(rows, TILE_ROWS) * Math.min(width, TILE_COLUMNS)));
    }

    /** Features whose sums are worth a thread's start. */
    int featureGrain() {
        return Math.max(1, WORTH_A_THREAD / (steps * chunks * abreast * 2));
    }

    /** Length of an array with a value per step and column. */
    int columns() {
        return steps * width;
    }

    /** Length of the array of sums. */
    int sums() {
        return steps * chunks * 2 * width;
    }

    /** The tile of a number below {@link #count()}. */
    NormTile tile(int number) {
        return tiles.get(number);
    }

    private NormTile makeTile(int number) {
        int block = number % blocks;
        int chunk = number / blocks % chunks;
        int step = number / blocks / chunks;
        int row = Math.min(chunk * TILE_ROWS, wideRows);
        int column = block * TILE_COLUMNS;
        boolean rest = chunk == fullChunks;
        int slot = (step * chunks + chunk) * 2 * width + column;
        return new NormTile(
                step * rows * features + row * width + column,
                rest ? 1 : Math.min(TILE_ROWS, wideRows - row),
                width,
                rest ? restRows * features : Math.min(TILE_COLUMNS, width - column),
                step * width + column,
                slot,
                slot + width);
    }

    /** The sum of a feature over the tiles of a step, in order; {@code which} is 0 or 1. */
    double sum(float[] sums, int step, int feature, int which) {
        double sum = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            int slot = ((step * chunks + chunk) * 2 + which) * width + feature;
            int joined = chunk == fullChunks ? restRows : abreast;
            for (int i = 0; i < joined; i++) {
                sum += sums[slot + i * features];
            }
        }
        return sum;
    }

    /** Gives a feature its value in all its columns of a step. */
    void spread(float[] columns, int step, int feature, float value) {
        int first = step * width + feature;
        for (int i = 0; i < abreast; i++) {
            columns[first + i * features] = value;
        }
    }
}
