package dev.soma.runtime;

/** The element types of a {@link Buffer}. */
public enum DataType {
    /** IEEE single precision; a Java {@code float[]} in a kernel. */
    FLOAT("float32"),
    /** 32-bit integers, spikes packed 32 to a word among them; a Java {@code int[]} in a kernel. */
    INT("int32");

    private final String label;

    DataType(String label) {
        this.label = label;
    }

    /** Bytes of one element: 4 for both. */
    public int bytes() {
        return Integer.BYTES;
    }

    /**
     * Bytes of that many elements.
     *
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public long bytes(int length) {
        return (long) Check.atLeast("length", length, 0) * bytes();
    }

    /**
     * A Java array of that many zeros: {@code float[]} or {@code int[]}.
     *
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public Object zeros(int length) {
        Check.atLeast("length", length, 0);
        return this == FLOAT ? new float[length] : new int[length];
    }

    /** The name other software uses: {@code float32} or {@code int32}. */
    @Override
    public String toString() {
        return label;
    }
}
