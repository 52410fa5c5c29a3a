package dev.soma.runtime.opencl;

import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.kernel.Arguments;

/** A kernel compiled for one OpenCL device. */
final class OpenClKernel implements CompiledKernel, AutoCloseable {
    private final OpenClDevice device;
    private final Kernel kernel;
    private final ClKernel compiled;
    private long seenFrees;

    OpenClKernel(OpenClDevice device, Kernel kernel, ClKernel compiled) {
        this.device = device;
        this.kernel = kernel;
        this.compiled = compiled;
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void launch(Grid grid, Object... arguments) {
        device.requireOpen();
        Arguments.check(device, kernel, arguments);
        if (grid.localSize() > compiled.maxGroup()) {
            throw new DeviceException("the kernel " + kernel + " was given groups of " + grid.localSize()
                    + " work-items, but " + device.description() + " runs at most " + compiled.maxGroup()
                    + " of it: use smaller groups or another device");
        }
        long frees = device.frees();
        if (frees != seenFrees) {
            compiled.forgetArguments();
            seenFrees = frees;
        }
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case OpenClBuffer buffer -> compiled.setMemory(i, buffer.memory());
                case Integer value -> compiled.setInt(i, value);
                case Float value -> compiled.setFloat(i, value);
                default -> throw new AssertionError("the arguments were checked");
            }
        }
        compiled.enqueue(device.queue(), grid);
    }

    @Override
    public void close() {
        compiled.close();
    }
}
