package dev.soma.runtime;

import org.jspecify.annotations.Nullable;

/** Argument checks of the operations: cheap, always on, and each failure names the argument, its value and what was expected. */
@SuppressWarnings("ReferenceEquality") // buffers and devices are compared by identity: that is what is meant
final class Check {
    private Check() {}

    static int positive(String name, int value) {
        return atLeast(name, value, 1);
    }

    static int atLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least " + minimum);
        }
        return value;
    }

    static float finite(String name, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number");
        }
        return value;
    }

    static float inRange(String name, float value, float from, float to) {
        if (!(value >= from && value <= to)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + from + " to " + to);
        }
        return value;
    }

    /** The product of sizes as an array length; fails by name if it exceeds what a Java array holds. */
    static int size(String name, int... factors) {
        long product = 1;
        for (int factor : factors) {
            product *= factor;
            if (product > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        name + " would have more than " + (Integer.MAX_VALUE - 8) + " elements");
            }
        }
        return (int) product;
    }

    static void floats(Device device, String name, Buffer buffer, int length) {
        buffer(device, name, buffer, DataType.FLOAT, length);
    }

    static void ints(Device device, String name, Buffer buffer, int length) {
        buffer(device, name, buffer, DataType.INT, length);
    }

    static void optionalFloats(Device device, String name, @Nullable Buffer buffer, int length) {
        if (buffer != null) {
            floats(device, name, buffer, length);
        }
    }

    /** Outputs must not be inputs: operations read neighbours of what they write. */
    static void distinct(String outputName, Buffer output, String inputName, Buffer input) {
        if (output == input) {
            throw new IllegalArgumentException(outputName + " and " + inputName + " are the same buffer");
        }
    }

    private static void buffer(Device device, String name, Buffer buffer, DataType type, int length) {
        if (buffer.device() != device) {
            throw new IllegalArgumentException(name + " is " + buffer + ", expected a buffer of the device "
                    + device.name() + " that runs the operation");
        }
        if (buffer.isClosed()) {
            throw new IllegalStateException(name + " has been closed");
        }
        if (buffer.type() != type || buffer.length() != length) {
            throw new IllegalArgumentException(
                    name + " is " + buffer.type() + "[" + buffer.length() + "], expected " + type + "[" + length + "]");
        }
    }
}
