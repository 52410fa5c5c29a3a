package dev.soma.runtime.vector;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowSumLoops} with the Vector API: the sums of a row stay in registers. Eight additions in flight hide the latency of
 * an addition; where a row has fewer vectors, two rows or four are added at once.
 *
 * <p>Vectors are loaded by the API's own methods, which HotSpot always inlines, not by one of ours: where it compiles {@link #addRows}
 * before it has seen one of the rarer widths often, that would stay a call for good, and each vector that it returns an object.
 */
final class VectorRowSumLoops implements RowSumLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /**
     * What a count is masked by, so that HotSpot sees that a loop is short: it then leaves out what lets other threads stop it in a
     * long one, which costs a third of the time where loops are short.
     */
    private static final int SHORT = 511;

    /** Bytes of a vector. */
    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** Bits of a word. */
    private static final int CHUNK = Long.SIZE;

    /** The most rows that are added at once. */
    private static final int MOST_ROWS = SHORT;

    @Override
    public int width(int channels) {
        int vectors = Math.ceilDiv(channels, LANES);
        return LANES * (vectors > 4 ? 8 : vectors > 2 ? 4 : vectors);
    }

    @Override
    public int widthOfThree(int channels) {
        int vectors = Math.ceilDiv(channels, LANES);
        return LANES * (vectors > 2 ? 4 : vectors);
    }

    @Override
    public void addRows(int[] offsets, int from, int to, float[] rows, int rowsAt, int width, float[] c, int cAt) {
        for (int at = from; at < to; at += MOST_ROWS) {
            int count = Math.min(to - at, MOST_ROWS);
            switch (width / LANES) {
                case 12 -> add12(offsets, at, count, rows, rowsAt, c, cAt);
                case 6 -> add6(offsets, at, count, rows, rowsAt, c, cAt);
                case 3 -> add3(offsets, at, count, rows, rowsAt, c, cAt);
                case 8 -> add8(offsets, at, count, rows, rowsAt, c, cAt);
                case 4 -> add4(offsets, at, count, rows, rowsAt, c, cAt);
                case 2 -> add2(offsets, at, count, rows, rowsAt, c, cAt);
                default -> add1(offsets, at, count, rows, rowsAt, c, cAt);
            }
        }
    }

    private static void add12(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s4 = fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s5 = fromArray(SPECIES, c, cAt + 5 * LANES);
        FloatVector s6 = fromArray(SPECIES, c, cAt + 6 * LANES);
        FloatVector s7 = fromArray(SPECIES, c, cAt + 7 * LANES);
        FloatVector s8 = fromArray(SPECIES, c, cAt + 8 * LANES);
        FloatVector s9 = fromArray(SPECIES, c, cAt + 9 * LANES);
        FloatVector s10 = fromArray(SPECIES, c, cAt + 10 * LANES);
        FloatVector s11 = fromArray(SPECIES, c, cAt + 11 * LANES);
        int end = count & SHORT;
        for (int i = 0; i < end; i++) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            s2 = s2.add(fromArray(SPECIES, rows, row + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, rows, row + 3 * LANES));
            s4 = s4.add(fromArray(SPECIES, rows, row + 4 * LANES));
            s5 = s5.add(fromArray(SPECIES, rows, row + 5 * LANES));
            s6 = s6.add(fromArray(SPECIES, rows, row + 6 * LANES));
            s7 = s7.add(fromArray(SPECIES, rows, row + 7 * LANES));
            s8 = s8.add(fromArray(SPECIES, rows, row + 8 * LANES));
            s9 = s9.add(fromArray(SPECIES, rows, row + 9 * LANES));
            s10 = s10.add(fromArray(SPECIES, rows, row + 10 * LANES));
            s11 = s11.add(fromArray(SPECIES, rows, row + 11 * LANES));
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
        s6.intoArray(c, cAt + 6 * LANES);
        s7.intoArray(c, cAt + 7 * LANES);
        s8.intoArray(c, cAt + 8 * LANES);
        s9.intoArray(c, cAt + 9 * LANES);
        s10.intoArray(c, cAt + 10 * LANES);
        s11.intoArray(c, cAt + 11 * LANES);
    }

    private static void add8(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s4 = fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s5 = fromArray(SPECIES, c, cAt + 5 * LANES);
        FloatVector s6 = fromArray(SPECIES, c, cAt + 6 * LANES);
        FloatVector s7 = fromArray(SPECIES, c, cAt + 7 * LANES);
        int end = count & SHORT;
        for (int i = 0; i < end; i++) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            s2 = s2.add(fromArray(SPECIES, rows, row + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, rows, row + 3 * LANES));
            s4 = s4.add(fromArray(SPECIES, rows, row + 4 * LANES));
            s5 = s5.add(fromArray(SPECIES, rows, row + 5 * LANES));
            s6 = s6.add(fromArray(SPECIES, rows, row + 6 * LANES));
            s7 = s7.add(fromArray(SPECIES, rows, row + 7 * LANES));
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
        s6.intoArray(c, cAt + 6 * LANES);
        s7.intoArray(c, cAt + 7 * LANES);
    }

    private static void add6(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s4 = fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s5 = fromArray(SPECIES, c, cAt + 5 * LANES);
        int end = count & SHORT;
        for (int i = 0; i < end; i++) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            s2 = s2.add(fromArray(SPECIES, rows, row + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, rows, row + 3 * LANES));
            s4 = s4.add(fromArray(SPECIES, rows, row + 4 * LANES));
            s5 = s5.add(fromArray(SPECIES, rows, row + 5 * LANES));
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
    }

    private static void add4(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector t1 = t0;
        FloatVector t2 = t0;
        FloatVector t3 = t0;
        int end = count & SHORT;
        int i = 0;
        for (; i < end - 1; i += 2) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            s2 = s2.add(fromArray(SPECIES, rows, row + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, rows, row + 3 * LANES));
            row = offsets[from + i + 1] + rowsAt;
            t0 = t0.add(fromArray(SPECIES, rows, row));
            t1 = t1.add(fromArray(SPECIES, rows, row + LANES));
            t2 = t2.add(fromArray(SPECIES, rows, row + 2 * LANES));
            t3 = t3.add(fromArray(SPECIES, rows, row + 3 * LANES));
        }
        if (i < end) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            s2 = s2.add(fromArray(SPECIES, rows, row + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, rows, row + 3 * LANES));
        }
        s0.add(t0).intoArray(c, cAt);
        s1.add(t1).intoArray(c, cAt + LANES);
        s2.add(t2).intoArray(c, cAt + 2 * LANES);
        s3.add(t3).intoArray(c, cAt + 3 * LANES);
    }

    private static void add3(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        int end = count & SHORT;
        for (int i = 0; i < end; i++) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            s2 = s2.add(fromArray(SPECIES, rows, row + 2 * LANES));
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
    }

    private static void add2(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector t1 = t0;
        int end = count & SHORT;
        int i = 0;
        for (; i < end - 1; i += 2) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
            row = offsets[from + i + 1] + rowsAt;
            t0 = t0.add(fromArray(SPECIES, rows, row));
            t1 = t1.add(fromArray(SPECIES, rows, row + LANES));
        }
        if (i < end) {
            int row = offsets[from + i] + rowsAt;
            s0 = s0.add(fromArray(SPECIES, rows, row));
            s1 = s1.add(fromArray(SPECIES, rows, row + LANES));
        }
        s0.add(t0).intoArray(c, cAt);
        s1.add(t1).intoArray(c, cAt + LANES);
    }

    private static void add1(int[] offsets, int from, int count, float[] rows, int rowsAt, float[] c, int cAt) {
        FloatVector s = fromArray(SPECIES, c, cAt);
        FloatVector t = FloatVector.zero(SPECIES);
        int end = count & SHORT;
        int i = 0;
        for (; i < end - 1; i += 2) {
            s = s.add(fromArray(SPECIES, rows, offsets[from + i] + rowsAt));
            t = t.add(fromArray(SPECIES, rows, offsets[from + i + 1] + rowsAt));
        }
        if (i < end) {
            s = s.add(fromArray(SPECIES, rows, offsets[from + i] + rowsAt));
        }
        s.add(t).intoArray(c, cAt);
    }

    /** With 32 registers: of 16, HotSpot spills most of the twelve sums, at twice the time. */
    @Override
    public boolean prefersWords() {
        return VectorWidth.has32Registers();
    }

    @Override
    public void addThrees(
            long[] words, int first, int count, MemorySegment rows, int rowsAt, int width, float[] c, int cAt) {
        long bytesAt = (long) rowsAt * Float.BYTES;
        switch (width / LANES) {
            case 4 -> addThrees4(words, first, count, rows, bytesAt, c, cAt);
            case 2 -> addThrees2(words, first, count, rows, bytesAt, c, cAt);
            default -> addThrees1(words, first, count, rows, bytesAt, c, cAt);
        }
    }

    private static void addThrees4(
            long[] words, int first, int count, MemorySegment rows, long rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s4 = fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s5 = fromArray(SPECIES, c, cAt + 5 * LANES);
        FloatVector s6 = fromArray(SPECIES, c, cAt + 6 * LANES);
        FloatVector s7 = fromArray(SPECIES, c, cAt + 7 * LANES);
        FloatVector s8 = fromArray(SPECIES, c, cAt + 8 * LANES);
        FloatVector s9 = fromArray(SPECIES, c, cAt + 9 * LANES);
        FloatVector s10 = fromArray(SPECIES, c, cAt + 10 * LANES);
        FloatVector s11 = fromArray(SPECIES, c, cAt + 11 * LANES);
        long chunkAt = rowsAt;
        for (int i = first; i < first + count; i++) {
            MemorySegment chunk = rows.asSlice(chunkAt, (CHUNK + 2) * (4 * VECTOR));
            chunkAt += CHUNK * (4 * VECTOR);
            long bits = words[i];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * (4 * VECTOR);
                bits &= bits - 1;
                s0 = s0.add(fromMemorySegment(SPECIES, chunk, row, ORDER));
                s1 = s1.add(fromMemorySegment(SPECIES, chunk, row + VECTOR, ORDER));
                s2 = s2.add(fromMemorySegment(SPECIES, chunk, row + 2 * VECTOR, ORDER));
                s3 = s3.add(fromMemorySegment(SPECIES, chunk, row + 3 * VECTOR, ORDER));
                s4 = s4.add(fromMemorySegment(SPECIES, chunk, row + 4 * VECTOR, ORDER));
                s5 = s5.add(fromMemorySegment(SPECIES, chunk, row + 5 * VECTOR, ORDER));
                s6 = s6.add(fromMemorySegment(SPECIES, chunk, row + 6 * VECTOR, ORDER));
                s7 = s7.add(fromMemorySegment(SPECIES, chunk, row + 7 * VECTOR, ORDER));
                s8 = s8.add(fromMemorySegment(SPECIES, chunk, row + 8 * VECTOR, ORDER));
                s9 = s9.add(fromMemorySegment(SPECIES, chunk, row + 9 * VECTOR, ORDER));
                s10 = s10.add(fromMemorySegment(SPECIES, chunk, row + 10 * VECTOR, ORDER));
                s11 = s11.add(fromMemorySegment(SPECIES, chunk, row + 11 * VECTOR, ORDER));
            }
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
        s6.intoArray(c, cAt + 6 * LANES);
        s7.intoArray(c, cAt + 7 * LANES);
        s8.intoArray(c, cAt + 8 * LANES);
        s9.intoArray(c, cAt + 9 * LANES);
        s10.intoArray(c, cAt + 10 * LANES);
        s11.intoArray(c, cAt + 11 * LANES);
    }

    private static void addThrees2(
            long[] words, int first, int count, MemorySegment rows, long rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        FloatVector s3 = fromArray(SPECIES, c, cAt + 3 * LANES);
        FloatVector s4 = fromArray(SPECIES, c, cAt + 4 * LANES);
        FloatVector s5 = fromArray(SPECIES, c, cAt + 5 * LANES);
        long chunkAt = rowsAt;
        for (int i = first; i < first + count; i++) {
            MemorySegment chunk = rows.asSlice(chunkAt, (CHUNK + 2) * (2 * VECTOR));
            chunkAt += CHUNK * (2 * VECTOR);
            long bits = words[i];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * (2 * VECTOR);
                bits &= bits - 1;
                s0 = s0.add(fromMemorySegment(SPECIES, chunk, row, ORDER));
                s1 = s1.add(fromMemorySegment(SPECIES, chunk, row + VECTOR, ORDER));
                s2 = s2.add(fromMemorySegment(SPECIES, chunk, row + 2 * VECTOR, ORDER));
                s3 = s3.add(fromMemorySegment(SPECIES, chunk, row + 3 * VECTOR, ORDER));
                s4 = s4.add(fromMemorySegment(SPECIES, chunk, row + 4 * VECTOR, ORDER));
                s5 = s5.add(fromMemorySegment(SPECIES, chunk, row + 5 * VECTOR, ORDER));
            }
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
        s3.intoArray(c, cAt + 3 * LANES);
        s4.intoArray(c, cAt + 4 * LANES);
        s5.intoArray(c, cAt + 5 * LANES);
    }

    private static void addThrees1(
            long[] words, int first, int count, MemorySegment rows, long rowsAt, float[] c, int cAt) {
        FloatVector s0 = fromArray(SPECIES, c, cAt);
        FloatVector s1 = fromArray(SPECIES, c, cAt + LANES);
        FloatVector s2 = fromArray(SPECIES, c, cAt + 2 * LANES);
        long chunkAt = rowsAt;
        for (int i = first; i < first + count; i++) {
            MemorySegment chunk = rows.asSlice(chunkAt, (CHUNK + 2) * VECTOR);
            chunkAt += CHUNK * VECTOR;
            long bits = words[i];
            for (int left = Long.bitCount(bits) & SHORT; left > 0; left--) {
                long row = (Long.numberOfTrailingZeros(bits) & CHUNK - 1) * VECTOR;
                bits &= bits - 1;
                s0 = s0.add(fromMemorySegment(SPECIES, chunk, row, ORDER));
                s1 = s1.add(fromMemorySegment(SPECIES, chunk, row + VECTOR, ORDER));
                s2 = s2.add(fromMemorySegment(SPECIES, chunk, row + 2 * VECTOR, ORDER));
            }
        }
        s0.intoArray(c, cAt);
        s1.intoArray(c, cAt + LANES);
        s2.intoArray(c, cAt + 2 * LANES);
    }
}
