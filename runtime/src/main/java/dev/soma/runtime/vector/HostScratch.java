package dev.soma.runtime.vector;

/** Floats that an operation needs only while it runs: kept between calls, and replaced by more when more is needed. */
final class HostScratch {
    private float[] array = {};

    /** At least {@code length} floats, contents undefined; what it gave before is no longer valid. */
    float[] atLeast(int length) {
        if (array.length < length) {
            array = new float[length];
        }
        return array;
    }
}
