package dev.soma.runtime.vector;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Scratch floats that are kept between calls and begin at a cache line, where {@link CacheLine} can find one. */
final class LineScratch {
    /** The array. */
    float[] array = {};

    /** Index of the first float to use. */
    int start;

    /** The array again: making a segment at each call would be garbage for each band of each operation. */
    private MemorySegment segment = MemorySegment.ofArray(array);

    /** Makes room for {@code length} floats from {@link #start} on; what was in the array may be lost. */
    void reserve(int length) {
        int room = length + CacheLine.FLOATS - 1;
        if (array.length < room) {
            array = new float[room];
            segment = MemorySegment.ofArray(array);
        }
        start = CacheLine.firstIn(segment);
    }

    /** As many, each empty. */
    static LineScratch[] of(int count) {
        LineScratch[] scratch = new LineScratch[count];
        Arrays.setAll(scratch, i -> new LineScratch());
        return scratch;
    }
}
