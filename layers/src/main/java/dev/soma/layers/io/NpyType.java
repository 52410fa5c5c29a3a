package dev.soma.layers.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Element types of .npy files, by their numpy names without the byte order. */
enum NpyType {
    F4("f4", 4),
    F8("f8", 8),
    I4("i4", 4),
    I8("i8", 8),
    U1("u1", 1),
    B1("b1", 1);

    private final String code;
    private final int bytes;

    NpyType(String code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static Optional<NpyType> named(String code) {
        return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    int bytes() {
        return bytes;
    }

    /** Reads values as {@code float[]} or {@code int[]}. */
    Object read(Path file, ReadableByteChannel channel, ByteOrder order, int length) throws IOException {
        return switch (this) {
            case F4 -> ArrayBytes.read(channel, TensorType.F32, order, length);
            case I4 -> ArrayBytes.read(channel, TensorType.I32, order, length);
            case F8 -> floats((long[]) ArrayBytes.read(channel, TensorType.I64, order, length));
            case I8 -> ints(file, (long[]) ArrayBytes.read(channel, TensorType.I64, order, length));
            case U1, B1 -> ints((byte[]) ArrayBytes.read(channel, TensorType.U8, order, length));
        };
    }

    private static float[] floats(long[] bits) {
        float[] floats = new float[bits.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) Double.longBitsToDouble(bits[i]);
        }
        return floats;
    }

    private static int[] ints(Path file, long[] longs) throws FormatException {
        int[] ints = new int[longs.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) longs[i];
            if (ints[i] != longs[i]) {
                throw new FormatException(
                        file,
                        "element " + i + " is " + longs[i] + ", expected " + Integer.MIN_VALUE + " to "
                                + Integer.MAX_VALUE,
                        "save smaller values or floats");
            }
        }
        return ints;
    }

    private static int[] ints(byte[] bytes) {
        int[] ints = new int[bytes.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return ints;
    }

    @Override
    public String toString() {
        return code;
    }
}
