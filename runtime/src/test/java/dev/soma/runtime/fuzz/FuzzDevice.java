package dev.soma.runtime.fuzz;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;

/** What runs kernels under test. */
@FunctionalInterface
interface FuzzDevice {

    /** Runs a kernel on {@code int[]} and {@code float[]} arguments, and leaves in them what it leaves. */
    void run(Kernel kernel, Grid grid, Object... arguments);

    /** A device of Soma. */
    static FuzzDevice of(KernelDevice device) {
        return (kernel, grid, arguments) -> {
            Object[] buffers = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                buffers[i] = arguments[i] instanceof int[] ints
                        ? copy(device, ints)
                        : device.allocate((float[]) arguments[i]);
            }
            CompiledKernel compiled = device.compile(kernel);
            compiled.launch(grid, buffers);
            device.finish();
            for (int i = 0; i < arguments.length; i++) {
                Buffer buffer = (Buffer) buffers[i];
                if (arguments[i] instanceof int[] ints) {
                    System.arraycopy(buffer.toInts(), 0, ints, 0, ints.length);
                } else {
                    float[] floats = (float[]) arguments[i];
                    System.arraycopy(buffer.toFloats(), 0, floats, 0, floats.length);
                }
                buffer.close();
            }
        };
    }

    private static Buffer copy(KernelDevice device, int[] values) {
        Buffer buffer = device.allocate(DataType.INT, values.length);
        buffer.copyFrom(values);
        return buffer;
    }
}
