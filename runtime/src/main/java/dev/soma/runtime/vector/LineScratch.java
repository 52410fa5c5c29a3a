package dev.soma.runtime.vector;

import java.util.Arrays;

/** Scratch floats that are kept between calls and begin at a cache line, where {@link CacheLine} can find one. */
final class LineScratch {
    /** The array. */
    float[] array = {};

    /** Index of the first float to use. */
    int start;

    /** Makes room for {@code length} floats from {@link #start} on; what was in the array may be lost. */
    void reserve(int length) {
        array = Grow.atLeast(array, length + CacheLine.FLOATS - 1);
        start = CacheLine.firstIn(array);
    }

    /** As many, each empty. */
    static LineScratch[] of(int count) {
        LineScratch[] scratch = new LineScratch[count];
        Arrays.setAll(scratch, i -> new LineScratch());
        return scratch;
    }
}
