package dev.soma.layers.data;

/**
 * Labelled samples of one shape, by index. Reading does not change a dataset: the same index gives the same sample, in any
 * order. Images are {@code [H, W, C]}, frames of events {@code [T, H, W, C]}, row-major.
 */
public interface Dataset {

    /** The number of samples. */
    int size();

    /** The number of classes; labels are 0 to {@code classes() - 1}. */
    int classes();

    /** The shape of a sample: {@code [H, W, C]} or, for event data, {@code [T, H, W, C]}. A copy. */
    int[] shape();

    /**
     * The class of a sample.
     *
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    int label(int index);

    /**
     * Reads a sample.
     *
     * @param target gets {@link #sampleLength()} values, from {@code offset} on
     * @throws IndexOutOfBoundsException if there is no such sample, or if it does not fit the target
     * @throws java.io.UncheckedIOException if the sample is read from a file now, and that fails
     */
    void read(int index, float[] target, int offset);

    /** The number of values of a sample. */
    default int sampleLength() {
        int length = 1;
        for (int size : shape()) {
            length = Math.multiplyExact(length, size);
        }
        return length;
    }
}
