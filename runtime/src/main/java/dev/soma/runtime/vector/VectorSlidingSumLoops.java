package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SlidingSumLoops} with the Vector API: the three sums stay in registers while they slide. A row is of three times two
 * vectors at most: so those of 96 channels stay in the level-1 cache.
 *
 * <p>That a list is short is said in a way that HotSpot sees: it then leaves out what lets other threads stop it in a long loop, which
 * would cost a third of the time.
 */
final class VectorSlidingSumLoops implements SlidingSumLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    @Override
    public int width(int channels) {
        return channels > LANES ? 2 * LANES : LANES;
    }

    @Override
    public void addLine(
            int[] offsets,
            int[] starts,
            int first,
            int columns,
            float[] rows,
            int rowsAt,
            int width,
            float[] sums,
            int at) {
        if (width == LANES) {
            slide1(offsets, starts, first, columns, rows, rowsAt, sums, at);
        } else {
            slide2(offsets, starts, first, columns, rows, rowsAt, sums, at);
        }
    }

    private static void slide2(
            int[] offsets, int[] starts, int first, int columns, float[] rows, int rowsAt, float[] sums, int at) {
        FloatVector left0 = load(sums, at);
        FloatVector left1 = load(sums, at + LANES);
        FloatVector middle0 = load(sums, at + 2 * LANES);
        FloatVector middle1 = load(sums, at + 3 * LANES);
        int sumAt = at;
        int end = starts[first];
        for (int q = 1; q <= columns; q++) {
            int from = end;
            end = starts[first + q];
            FloatVector right0 = load(sums, sumAt + 4 * LANES);
            FloatVector right1 = load(sums, sumAt + 5 * LANES);
            int count = end - from & MOST_ENTRIES;
            for (int i = 0; i < count; i++) {
                int row = offsets[from + i] + rowsAt;
                left0 = left0.add(load(rows, row));
                left1 = left1.add(load(rows, row + LANES));
                middle0 = middle0.add(load(rows, row + 2 * LANES));
                middle1 = middle1.add(load(rows, row + 3 * LANES));
                right0 = right0.add(load(rows, row + 4 * LANES));
                right1 = right1.add(load(rows, row + 5 * LANES));
            }
            left0.intoArray(sums, sumAt);
            left1.intoArray(sums, sumAt + LANES);
            left0 = middle0;
            middle0 = right0;
            left1 = middle1;
            middle1 = right1;
            sumAt += 2 * LANES;
        }
        left0.intoArray(sums, sumAt);
        left1.intoArray(sums, sumAt + LANES);
        middle0.intoArray(sums, sumAt + 2 * LANES);
        middle1.intoArray(sums, sumAt + 3 * LANES);
    }

    private static void slide1(
            int[] offsets, int[] starts, int first, int columns, float[] rows, int rowsAt, float[] sums, int at) {
        FloatVector left = load(sums, at);
        FloatVector middle = load(sums, at + LANES);
        int sumAt = at;
        int end = starts[first];
        for (int q = 1; q <= columns; q++) {
            int from = end;
            end = starts[first + q];
            FloatVector right = load(sums, sumAt + 2 * LANES);
            int count = end - from & MOST_ENTRIES;
            for (int i = 0; i < count; i++) {
                int row = offsets[from + i] + rowsAt;
                left = left.add(load(rows, row));
                middle = middle.add(load(rows, row + LANES));
                right = right.add(load(rows, row + 2 * LANES));
            }
            left.intoArray(sums, sumAt);
            left = middle;
            middle = right;
            sumAt += LANES;
        }
        left.intoArray(sums, sumAt);
        middle.intoArray(sums, sumAt + LANES);
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
