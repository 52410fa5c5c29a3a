package dev.soma.runtime.vector;

/** Scratch arrays that are kept between calls. */
final class Grow {
    private Grow() {}

    /** The array, or a new one if it is shorter than {@code length}; what was in it may be lost. */
    static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[length];
    }

    /** The array, or a new one if it is shorter than {@code length}; what was in it may be lost. */
    static int[] atLeast(int[] array, int length) {
        return array.length >= length ? array : new int[length];
    }

    /** The array, or a new one if it is shorter than {@code length}; what was in it may be lost. */
    static long[] atLeast(long[] array, int length) {
        return array.length >= length ? array : new long[length];
    }
}
