package dev.soma.layers.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Arrays to and from the bytes of files, a piece at a time. */
final class ArrayBytes {
    /** Bytes of a piece; a multiple of the size of every element. */
    private static final int PIECE = 1 << 16;

    private ArrayBytes() {}

    /** The length of values, whose class must fit the type. */
    static int length(TensorType type, Object values) {
        int length = switch (type) {
            case F32 -> values instanceof float[] floats ? floats.length : -1;
            case I32 -> values instanceof int[] ints ? ints.length : -1;
            case I64 -> values instanceof long[] longs ? longs.length : -1;
            case U8 -> values instanceof byte[] bytes ? bytes.length : -1;
        };
        if (length < 0) {
            throw new IllegalArgumentException(
                    "values is a " + values.getClass().getSimpleName() + ", expected " + type.array() + " for " + type);
        }
        return length;
    }

    static Object allocate(TensorType type, int length) {
        return switch (type) {
            case F32 -> new float[length];
            case I32 -> new int[length];
            case I64 -> new long[length];
            case U8 -> new byte[length];
        };
    }

    /** Writes values, little-endian. */
    static void write(WritableByteChannel channel, TensorType type, Object values) throws IOException {
        int length = length(type, values);
        ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
        int pieceLength = PIECE / type.bytes();
        for (int from = 0, count; from < length; from += count) {
            count = Math.min(pieceLength, length - from);
            put(piece.clear(), values, from, count);
            writeFully(channel, piece.position(0).limit(count * type.bytes()));
        }
    }

    /** Reads values; {@link EOFException} if there are fewer. */
    static Object read(ReadableByteChannel channel, TensorType type, ByteOrder order, int length) throws IOException {
        Object values = allocate(type, length);
        ByteBuffer piece = ByteBuffer.allocate(PIECE).order(order);
        int pieceLength = PIECE / type.bytes();
        for (int from = 0, count; from < length; from += count) {
            count = Math.min(pieceLength, length - from);
            readFully(channel, piece.clear().limit(count * type.bytes()));
            get(piece.flip(), values, from, count);
        }
        return values;
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    static void readFully(ReadableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
    }

    private static void put(ByteBuffer piece, Object values, int from, int count) {
        switch (values) {
            case float[] floats -> piece.asFloatBuffer().put(floats, from, count);
            case int[] ints -> piece.asIntBuffer().put(ints, from, count);
            case long[] longs -> piece.asLongBuffer().put(longs, from, count);
            default -> piece.put((byte[]) values, from, count);
        }
    }

    private static void get(ByteBuffer piece, Object values, int from, int count) {
        switch (values) {
            case float[] floats -> piece.asFloatBuffer().get(floats, from, count);
            case int[] ints -> piece.asIntBuffer().get(ints, from, count);
            case long[] longs -> piece.asLongBuffer().get(longs, from, count);
            default -> piece.get((byte[]) values, from, count);
        }
    }
}
