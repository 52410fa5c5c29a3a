package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Kernel;
import java.util.List;

/** Checks the arguments of a launch against the kernel's parameters. */
public final class Arguments {
    private Arguments() {}

    /**
     * Checks number, types, device and liveness.
     *
     * @throws IllegalArgumentException naming the argument, what it is and what was expected
     */
    @SuppressWarnings("ReferenceEquality") // a buffer belongs to one device object
    public static void check(Device device, Kernel kernel, Object... arguments) {
        List<Class<?>> types = kernel.argumentTypes();
        if (arguments.length != types.size()) {
            throw new IllegalArgumentException(
                    "the kernel " + kernel + " was given " + arguments.length + " arguments, expected " + types.size());
        }
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = types.get(i);
            Object argument = arguments[i];
            if (type == int.class ? argument instanceof Integer : type == float.class && argument instanceof Float) {
                continue;
            }
            DataType expected = type == float[].class ? DataType.FLOAT : DataType.INT;
            if (!type.isArray()
                    || !(argument instanceof Buffer buffer)
                    || buffer.type() != expected
                    || buffer.device() != device) {
                throw new IllegalArgumentException("argument '" + kernel.argumentName(i) + "' of the kernel " + kernel
                        + " is " + describe(argument) + ", expected "
                        + (type.isArray() ? "a buffer of " + expected + " on " + device.name() : type.getName()));
            }
            if (buffer.isClosed()) {
                throw new IllegalStateException(
                        "argument '" + kernel.argumentName(i) + "' of the kernel " + kernel + " has been closed");
            }
        }
    }

    private static String describe(Object argument) {
        return argument instanceof Buffer
                ? argument.toString()
                : argument.getClass().getSimpleName() + " " + argument;
    }
}
