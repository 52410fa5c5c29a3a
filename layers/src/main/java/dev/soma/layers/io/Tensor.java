package dev.soma.layers.io;

import dev.soma.runtime.catalog.HostArray;
import java.util.Arrays;

/**
 * An array of a safetensors file, row-major.
 *
 * @param type type of the elements
 * @param shape sizes, outermost first; empty for a scalar
 * @param values {@code float[]} for F32, {@code int[]} for I32, {@code long[]} for I64, {@code byte[]} for U8, with as many
 *     elements as the shape has; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
public record Tensor(TensorType type, int[] shape, Object values) {

    /** Checks that type, shape and values agree. */
    public Tensor {
        int length = ArrayBytes.length(type, values);
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException(
                        "the shape is " + Arrays.toString(shape) + ", expected no negative size");
            }
        }
        long size = Shapes.elements(shape);
        if (size != length) {
            throw new IllegalArgumentException(
                    "the shape " + Arrays.toString(shape) + " has " + size + " elements, the values " + length);
        }
    }

    /** A tensor of floats. */
    public static Tensor of(float[] values, int... shape) {
        return new Tensor(TensorType.F32, shape, values);
    }

    /** A tensor of ints. */
    public static Tensor of(int[] values, int... shape) {
        return new Tensor(TensorType.I32, shape, values);
    }

    /** A tensor of longs. */
    public static Tensor of(long[] values, int... shape) {
        return new Tensor(TensorType.I64, shape, values);
    }

    /** A tensor of unsigned bytes. */
    public static Tensor of(byte[] values, int... shape) {
        return new Tensor(TensorType.U8, shape, values);
    }

    /** The same array as a tensor: F32 or I32. */
    public static Tensor of(HostArray array) {
        return array.values() instanceof float[] floats
                ? of(floats, array.shape())
                : of((int[]) array.values(), array.shape());
    }

    /** The number of elements. */
    public int length() {
        return ArrayBytes.length(type, values);
    }

    /**
     * The values of an F32 tensor.
     *
     * @throws IllegalStateException if the tensor has another type
     */
    public float[] floats() {
        require(TensorType.F32);
        return (float[]) values;
    }

    /**
     * The values of an I32 tensor.
     *
     * @throws IllegalStateException if the tensor has another type
     */
    public int[] ints() {
        require(TensorType.I32);
        return (int[]) values;
    }

    /**
     * The values of an I64 tensor.
     *
     * @throws IllegalStateException if the tensor has another type
     */
    public long[] longs() {
        require(TensorType.I64);
        return (long[]) values;
    }

    /**
     * The values of a U8 tensor.
     *
     * @throws IllegalStateException if the tensor has another type
     */
    public byte[] bytes() {
        require(TensorType.U8);
        return (byte[]) values;
    }

    private void require(TensorType expected) {
        if (type != expected) {
            throw new IllegalStateException("the tensor is " + this + ", expected " + expected);
        }
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
