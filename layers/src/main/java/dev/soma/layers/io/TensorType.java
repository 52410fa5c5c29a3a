package dev.soma.layers.io;

import java.util.Arrays;
import java.util.Optional;

/** Types of the elements of a {@link Tensor}; the names are those of the safetensors format. */
public enum TensorType {
    /** 64-bit integers, {@code long[]}. */
    I64(Long.BYTES, "long[]"),
    /** Single-precision floats, {@code float[]}. */
    F32(Float.BYTES, "float[]"),
    /** 32-bit integers, {@code int[]}. */
    I32(Integer.BYTES, "int[]"),
    /** Unsigned bytes, {@code byte[]}. */
    U8(Byte.BYTES, "byte[]");

    private final int bytes;
    private final String array;

    TensorType(int bytes, String array) {
        this.bytes = bytes;
        this.array = array;
    }

    /** Bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /** The Java type of the values, such as {@code float[]}. */
    String array() {
        return array;
    }

    static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
