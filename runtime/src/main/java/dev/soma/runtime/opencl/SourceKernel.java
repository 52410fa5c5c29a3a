package dev.soma.runtime.opencl;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;

/**
 * A kernel function that someone has written in OpenCL C, and its arguments. Setting and launching are the driver's calls and no
 * more: what does not fit is said by the driver, or not at all. Buffers must be open until the launches that use them are done.
 */
public final class SourceKernel implements AutoCloseable {
    private final OpenClDevice device;
    private final ClKernel compiled;

    SourceKernel(OpenClDevice device, ClKernel compiled) {
        this.device = device;
        this.compiled = compiled;
    }

    /**
     * Sets all arguments.
     *
     * @param arguments of each {@link Integer}, {@link Float} or {@link Buffer} of this device, as the function's parameters are
     * @throws DeviceException if the driver refuses one
     */
    public void set(Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case Integer value -> compiled.setInt(i, value);
                case Float value -> set(i, value.floatValue());
                case Buffer buffer -> set(i, buffer);
                default ->
                    throw new IllegalArgumentException(
                            "argument " + i + " is " + arguments[i] + ", expected an int, a float or a buffer");
            }
        }
    }

    /** Sets one argument, counted from 0. */
    public void set(int index, float value) {
        compiled.setFloat(index, value);
    }

    /** Sets one argument, counted from 0, to a buffer of this device. */
    public void set(int index, Buffer buffer) {
        if (!(buffer instanceof OpenClBuffer own)) {
            throw new IllegalArgumentException(
                    "argument " + index + " is " + buffer + ", expected a buffer of " + device.description());
        }
        compiled.setMemory(index, own.memory());
    }

    /**
     * Enqueues the kernel with the arguments that were set last.
     *
     * @throws DeviceException if the driver refuses
     */
    public void launch(Grid grid) {
        compiled.enqueue(device.queue(), grid);
    }

    /** Frees the kernel; before its device is closed. */
    @Override
    public void close() {
        compiled.close();
    }
}
