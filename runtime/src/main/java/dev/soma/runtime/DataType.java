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

    /** The name other software uses: {@code float32} or {@code int32}. */
    @Override
    public String toString() {
        return label;
    }
}
