package dev.soma.runtime.catalog;

import java.util.Arrays;

/**
 * An array on the host, row-major.
 *
 * @param shape sizes, outermost first; empty for a scalar
 * @param values a {@code float[]} or an {@code int[]} with as many elements as the shape has
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
public record HostArray(int[] shape, Object values) {

    /** Checks that shape and values agree. */
    public HostArray {
        int length = switch (values) {
            case float[] floats -> floats.length;
            case int[] ints -> ints.length;
            default ->
                throw new IllegalArgumentException(
                        "values is a " + values.getClass().getSimpleName() + ", expected float[] or int[]");
        };
        long size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        if (size != length) {
            throw new IllegalArgumentException(
                    "the shape " + Arrays.toString(shape) + " has " + size + " elements, the values " + length);
        }
    }

    /** An array of floats. */
    public static HostArray of(float[] values, int... shape) {
        return new HostArray(shape, values);
    }

    /** An array of ints. */
    public static HostArray of(int[] values, int... shape) {
        return new HostArray(shape, values);
    }

    /** The number of elements. */
    public int length() {
        return values instanceof float[] floats ? floats.length : ((int[]) values).length;
    }

    /** The elements as floats: ints are converted. */
    public float[] floats() {
        if (values instanceof float[] floats) {
            return floats;
        }
        int[] ints = (int[]) values;
        float[] converted = new float[ints.length];
        for (int i = 0; i < ints.length; i++) {
            converted[i] = ints[i];
        }
        return converted;
    }

    /**
     * The elements as ints.
     *
     * @throws IllegalArgumentException if a float among them is no int
     */
    public int[] ints() {
        if (values instanceof int[] ints) {
            return ints;
        }
        float[] floats = (float[]) values;
        int[] converted = new int[floats.length];
        for (int i = 0; i < floats.length; i++) {
            converted[i] = (int) floats[i];
            if (converted[i] != floats[i]) {
                throw new IllegalArgumentException("element " + i + " is " + floats[i] + ", expected an integer");
            }
        }
        return converted;
    }

    @Override
    public String toString() {
        return (values instanceof float[] ? "float32" : "int32") + Arrays.toString(shape);
    }
}
