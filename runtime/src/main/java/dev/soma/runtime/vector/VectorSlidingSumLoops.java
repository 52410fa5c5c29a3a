package dev.soma.runtime.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SlidingSumLoops} with the Vector API: the three sums stay in registers while they slide. A row is of three times four
 * vectors at most: those of 64 channels are then about as large as the level-1 cache, but half as many would make a spike's row too
 * short for what finding the spikes of a pixel costs.
 *
 * <p>The slice of a chunk's rows, whose size HotSpot knows, costs nothing and saves the check of each load.
 *
 * <p>The bits are found in a register: loading what a list says takes more than its share of what the level-1 cache delivers beside
 * loads of 512 bits. That they are few is said in a way that HotSpot sees: it then leaves out what lets other threads stop it in a
 * long loop, which would cost a third of the time.
 */
final class VectorSlidingSumLoops implements SlidingSumLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    /** Bytes of a vector. */
    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** The binary logarithm of {@link #VECTOR}. */
    private static final int VECTOR_SHIFT = Long.numberOfTrailingZeros(VECTOR);

    /** Channels of a chunk. */
    private static final int CHUNK = SpikeWords.CHANNELS;

    /** What a count of bits is masked by. */
    private static final int SHORT = 127;

    @Override
    public int width(int channels) {
        return channels > 2 * LANES ? 4 * LANES : channels > LANES ? 2 * LANES : LANES;
    }

    @Override
    public void addLine(
            long[] spikes,
            int first,
            int columns,
            MemorySegment rows,
            int rowsAt,
            int width,
            float[] sums,
            int at,
            int margin,
            float[] y,
            int yAt,
            int yStep) {
        long bytesAt = (long) rowsAt * Float.BYTES;
        if (width == LANES) {
            slide1(spikes, first, columns, rows, bytesAt, sums, at, margin, y, yAt, yStep);
        } else if (width == 4 * LANES) {
            slide4(spikes, first, columns, rows, bytesAt, sums, at, margin, y, yAt, yStep);
        } else {
            slide2(spikes, first, columns, rows, bytesAt, sums, at, margin, y, yAt, yStep);
        }
    }

    private static void slide4(
            long[] spikes,
            int first,
            int columns,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at,
            int margin,
            float[] y,
            int yAt,
            int yStep) {
        FloatVector left0 = load(sums, at);
        FloatVector left1 = load(sums, at + LANES);
        FloatVector left2 = load(sums, at + 2 * LANES);
        FloatVector left3 = load(sums, at + 3 * LANES);
        FloatVector middle0 = load(sums, at + 4 * LANES);
        FloatVector middle1 = load(sums, at + 5 * LANES);
        FloatVector middle2 = load(sums, at + 6 * LANES);
        FloatVector middle3 = load(sums, at + 7 * LANES);
        int next = first;
        int sumAt = at + 8 * LANES;
        int to = yAt;
        for (int q = 0; q < columns; q++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * (12 * VECTOR));
            FloatVector right0 = load(sums, sumAt);
            FloatVector right1 = load(sums, sumAt + LANES);
            FloatVector right2 = load(sums, sumAt + 2 * LANES);
            FloatVector right3 = load(sums, sumAt + 3 * LANES);
            long bits = spikes[next++];
            for (int count = Long.bitCount(bits) & SHORT; count > 0; count--) {
                long row = rowOf(bits, VECTOR_SHIFT + 2);
                bits &= bits - 1;
                left0 = left0.add(load(chunk, row));
                left1 = left1.add(load(chunk, row + VECTOR));
                left2 = left2.add(load(chunk, row + 2 * VECTOR));
                left3 = left3.add(load(chunk, row + 3 * VECTOR));
                middle0 = middle0.add(load(chunk, row + 4 * VECTOR));
                middle1 = middle1.add(load(chunk, row + 5 * VECTOR));
                middle2 = middle2.add(load(chunk, row + 6 * VECTOR));
                middle3 = middle3.add(load(chunk, row + 7 * VECTOR));
                right0 = right0.add(load(chunk, row + 8 * VECTOR));
                right1 = right1.add(load(chunk, row + 9 * VECTOR));
                right2 = right2.add(load(chunk, row + 10 * VECTOR));
                right3 = right3.add(load(chunk, row + 11 * VECTOR));
            }
            if (q >= margin) {
                left0.intoArray(y, to);
                left1.intoArray(y, to + LANES);
                left2.intoArray(y, to + 2 * LANES);
                left3.intoArray(y, to + 3 * LANES);
                to += yStep;
            }
            left0 = middle0;
            middle0 = right0;
            left1 = middle1;
            middle1 = right1;
            left2 = middle2;
            middle2 = right2;
            left3 = middle3;
            middle3 = right3;
            sumAt += 4 * LANES;
        }
        if (margin < 2) {
            left0.intoArray(y, to);
            left1.intoArray(y, to + LANES);
            left2.intoArray(y, to + 2 * LANES);
            left3.intoArray(y, to + 3 * LANES);
        }
        if (margin < 1) {
            middle0.intoArray(y, to + yStep);
            middle1.intoArray(y, to + yStep + LANES);
            middle2.intoArray(y, to + yStep + 2 * LANES);
            middle3.intoArray(y, to + yStep + 3 * LANES);
        }
    }

    private static void slide2(
            long[] spikes,
            int first,
            int columns,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at,
            int margin,
            float[] y,
            int yAt,
            int yStep) {
        FloatVector left0 = load(sums, at);
        FloatVector left1 = load(sums, at + LANES);
        FloatVector middle0 = load(sums, at + 2 * LANES);
        FloatVector middle1 = load(sums, at + 3 * LANES);
        int next = first;
        int sumAt = at + 4 * LANES;
        int to = yAt;
        for (int q = 0; q < columns; q++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * 6 * VECTOR);
            FloatVector right0 = load(sums, sumAt);
            FloatVector right1 = load(sums, sumAt + LANES);
            long bits = spikes[next++];
            for (int count = Long.bitCount(bits) & SHORT; count > 0; count--) {
                long row = rowOf(bits, VECTOR_SHIFT + 1);
                bits &= bits - 1;
                left0 = left0.add(load(chunk, row));
                left1 = left1.add(load(chunk, row + VECTOR));
                middle0 = middle0.add(load(chunk, row + 2 * VECTOR));
                middle1 = middle1.add(load(chunk, row + 3 * VECTOR));
                right0 = right0.add(load(chunk, row + 4 * VECTOR));
                right1 = right1.add(load(chunk, row + 5 * VECTOR));
            }
            if (q >= margin) {
                left0.intoArray(y, to);
                left1.intoArray(y, to + LANES);
                to += yStep;
            }
            left0 = middle0;
            middle0 = right0;
            left1 = middle1;
            middle1 = right1;
            sumAt += 2 * LANES;
        }
        if (margin < 2) {
            left0.intoArray(y, to);
            left1.intoArray(y, to + LANES);
        }
        if (margin < 1) {
            middle0.intoArray(y, to + yStep);
            middle1.intoArray(y, to + yStep + LANES);
        }
    }

    private static void slide1(
            long[] spikes,
            int first,
            int columns,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at,
            int margin,
            float[] y,
            int yAt,
            int yStep) {
        FloatVector left = load(sums, at);
        FloatVector middle = load(sums, at + LANES);
        int next = first;
        int sumAt = at + 2 * LANES;
        int to = yAt;
        for (int q = 0; q < columns; q++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * 3 * VECTOR);
            FloatVector right = load(sums, sumAt);
            long bits = spikes[next++];
            for (int count = Long.bitCount(bits) & SHORT; count > 0; count--) {
                long row = rowOf(bits, VECTOR_SHIFT);
                bits &= bits - 1;
                left = left.add(load(chunk, row));
                middle = middle.add(load(chunk, row + VECTOR));
                right = right.add(load(chunk, row + 2 * VECTOR));
            }
            if (q >= margin) {
                left.intoArray(y, to);
                to += yStep;
            }
            left = middle;
            middle = right;
            sumAt += LANES;
        }
        if (margin < 2) {
            left.intoArray(y, to);
        }
        if (margin < 1) {
            middle.intoArray(y, to + yStep);
        }
    }

    /**
     * Where the row of the first set bit is, rows of three times {@code 1 << shift} bytes. Written such that HotSpot takes an addition
     * and a shift: of a product it makes two shifts and an addition, and these few instructions are 7 % of the time at 15 % of spikes.
     */
    private static long rowOf(long bits, int shift) {
        return ((Long.numberOfTrailingZeros(bits) & CHUNK - 1) * 3L) << shift;
    }

    private static FloatVector load(MemorySegment rows, long at) {
        return FloatVector.fromMemorySegment(SPECIES, rows, at, ByteOrder.nativeOrder());
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
