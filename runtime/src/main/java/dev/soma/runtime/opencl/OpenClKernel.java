package dev.soma.runtime.opencl;

import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.driver.Specialisations;
import dev.soma.runtime.kernel.Arguments;
import java.util.Map;
import java.util.function.Function;

/** A kernel compiled for one OpenCL device. */
final class OpenClKernel implements CompiledKernel, AutoCloseable {
    private final OpenClDevice device;
    private final Kernel kernel;
    private final OpenClForm general;
    private final Specialisations<OpenClForm> specialised;

    /**
     * Compiles a kernel.
     *
     * @param launches as for {@link Specialisations}
     * @param compiler compiles it, with the ints of that name as constants
     */
    OpenClKernel(
            OpenClDevice device, Kernel kernel, int launches, Function<Map<String, Integer>, OpenClForm> compiler) {
        this.device = device;
        this.kernel = kernel;
        this.general = compiler.apply(Map.of());
        this.specialised = new Specialisations<>(kernel, launches, compiler);
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void launch(Grid grid, Object... arguments) {
        device.requireOpen();
        Arguments.check(device, kernel, arguments);
        OpenClForm form = specialised.select(general, grid, arguments);
        if (grid.localSize() > form.maxGroup()) {
            throw new DeviceException("the kernel " + kernel + " was given groups of " + grid.localSize()
                    + " work-items, but " + device.description() + " runs at most " + form.maxGroup()
                    + " of it: use smaller groups or another device");
        }
        form.enqueue(grid, arguments);
    }

    @Override
    public void close() {
        general.close();
        specialised.close();
    }
}
