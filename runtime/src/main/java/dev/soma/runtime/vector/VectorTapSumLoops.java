package dev.soma.runtime.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link TapSumLoops} with the Vector API: a pixel's sums stay in registers, of eight vectors at most: so the rows of 64 channels stay
 * in the level-1 cache. How spikes are found is as in {@link VectorSlidingSumLoops}.
 */
final class VectorTapSumLoops implements TapSumLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    /** Bytes of a vector. */
    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** Channels of a chunk. */
    private static final int CHUNK = SpikeWords.CHANNELS;

    /** What a count of bits is masked by. */
    private static final int SHORT = 127;

    @Override
    public int width(int channels) {
        int vectors = Math.ceilDiv(channels, LANES);
        return LANES * (vectors > 4 ? 8 : vectors > 2 ? 4 : vectors);
    }

    @Override
    public void addPairs(
            long[] spikes,
            int first,
            int[] sources,
            int[] targets,
            int from,
            int count,
            MemorySegment rows,
            int rowsAt,
            int width,
            float[] sums,
            int at) {
        long bytesAt = (long) rowsAt * Float.BYTES;
        switch (width / LANES) {
            case 8 -> add8(spikes, first, sources, targets, from, count, rows, bytesAt, sums, at);
            case 4 -> add4(spikes, first, sources, targets, from, count, rows, bytesAt, sums, at);
            case 2 -> add2(spikes, first, sources, targets, from, count, rows, bytesAt, sums, at);
            default -> add1(spikes, first, sources, targets, from, count, rows, bytesAt, sums, at);
        }
    }

    private static void add8(
            long[] spikes,
            int first,
            int[] sources,
            int[] targets,
            int from,
            int count,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at) {
        for (int i = from; i < from + count; i++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * 8 * VECTOR);
            int sumAt = at + targets[i] * (8 * LANES);
            FloatVector s0 = load(sums, sumAt);
            FloatVector s1 = load(sums, sumAt + LANES);
            FloatVector s2 = load(sums, sumAt + 2 * LANES);
            FloatVector s3 = load(sums, sumAt + 3 * LANES);
            FloatVector s4 = load(sums, sumAt + 4 * LANES);
            FloatVector s5 = load(sums, sumAt + 5 * LANES);
            FloatVector s6 = load(sums, sumAt + 6 * LANES);
            FloatVector s7 = load(sums, sumAt + 7 * LANES);
            long bits = spikes[first + sources[i]];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * (8 * VECTOR);
                bits &= bits - 1;
                s0 = s0.add(load(chunk, row));
                s1 = s1.add(load(chunk, row + VECTOR));
                s2 = s2.add(load(chunk, row + 2 * VECTOR));
                s3 = s3.add(load(chunk, row + 3 * VECTOR));
                s4 = s4.add(load(chunk, row + 4 * VECTOR));
                s5 = s5.add(load(chunk, row + 5 * VECTOR));
                s6 = s6.add(load(chunk, row + 6 * VECTOR));
                s7 = s7.add(load(chunk, row + 7 * VECTOR));
            }
            s0.intoArray(sums, sumAt);
            s1.intoArray(sums, sumAt + LANES);
            s2.intoArray(sums, sumAt + 2 * LANES);
            s3.intoArray(sums, sumAt + 3 * LANES);
            s4.intoArray(sums, sumAt + 4 * LANES);
            s5.intoArray(sums, sumAt + 5 * LANES);
            s6.intoArray(sums, sumAt + 6 * LANES);
            s7.intoArray(sums, sumAt + 7 * LANES);
        }
    }

    private static void add4(
            long[] spikes,
            int first,
            int[] sources,
            int[] targets,
            int from,
            int count,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at) {
        for (int i = from; i < from + count; i++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * 4 * VECTOR);
            int sumAt = at + targets[i] * (4 * LANES);
            FloatVector s0 = load(sums, sumAt);
            FloatVector s1 = load(sums, sumAt + LANES);
            FloatVector s2 = load(sums, sumAt + 2 * LANES);
            FloatVector s3 = load(sums, sumAt + 3 * LANES);
            long bits = spikes[first + sources[i]];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * (4 * VECTOR);
                bits &= bits - 1;
                s0 = s0.add(load(chunk, row));
                s1 = s1.add(load(chunk, row + VECTOR));
                s2 = s2.add(load(chunk, row + 2 * VECTOR));
                s3 = s3.add(load(chunk, row + 3 * VECTOR));
            }
            s0.intoArray(sums, sumAt);
            s1.intoArray(sums, sumAt + LANES);
            s2.intoArray(sums, sumAt + 2 * LANES);
            s3.intoArray(sums, sumAt + 3 * LANES);
        }
    }

    private static void add2(
            long[] spikes,
            int first,
            int[] sources,
            int[] targets,
            int from,
            int count,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at) {
        for (int i = from; i < from + count; i++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * 2 * VECTOR);
            int sumAt = at + targets[i] * (2 * LANES);
            FloatVector s0 = load(sums, sumAt);
            FloatVector s1 = load(sums, sumAt + LANES);
            long bits = spikes[first + sources[i]];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * (2 * VECTOR);
                bits &= bits - 1;
                s0 = s0.add(load(chunk, row));
                s1 = s1.add(load(chunk, row + VECTOR));
            }
            s0.intoArray(sums, sumAt);
            s1.intoArray(sums, sumAt + LANES);
        }
    }

    private static void add1(
            long[] spikes,
            int first,
            int[] sources,
            int[] targets,
            int from,
            int count,
            MemorySegment rows,
            long rowsAt,
            float[] sums,
            int at) {
        for (int i = from; i < from + count; i++) {
            MemorySegment chunk = rows.asSlice(rowsAt, CHUNK * VECTOR);
            int sumAt = at + targets[i] * LANES;
            FloatVector s0 = load(sums, sumAt);
            long bits = spikes[first + sources[i]];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * VECTOR;
                bits &= bits - 1;
                s0 = s0.add(load(chunk, row));
            }
            s0.intoArray(sums, sumAt);
        }
    }

    private static FloatVector load(MemorySegment rows, long at) {
        return FloatVector.fromMemorySegment(SPECIES, rows, at, ByteOrder.nativeOrder());
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
