package dev.soma.runtime.cuda;

import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.driver.Specialisations;
import dev.soma.runtime.kernel.Arguments;
import java.util.Map;

/** A kernel compiled for one GPU. */
final class CudaKernel implements CompiledKernel, AutoCloseable {
    private final CudaDevice device;
    private final Kernel kernel;
    private final CudaForm general;
    private final Specialisations<CudaForm> specialised;

    /**
     * Compiles a kernel.
     *
     * @param launches as for {@link Specialisations}
     * @throws dev.soma.runtime.DeviceException if the driver does not take the PTX; the message ends with its log
     */
    CudaKernel(CudaDevice device, CudaContext context, Kernel kernel, PtxSource source, int launches) {
        this.device = device;
        this.kernel = kernel;
        this.general = new CudaForm(context, kernel, Map.of(), source.of(kernel, Map.of()));
        this.specialised = new Specialisations<>(
                kernel, launches, constants -> new CudaForm(context, kernel, constants, source.of(kernel, constants)));
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void launch(Grid grid, Object... arguments) {
        device.requireOpen();
        Arguments.check(device, kernel, arguments);
        specialised.select(general, grid, arguments).submit(grid, arguments);
    }

    /** Unloads the kernel; nothing launched is running. */
    @Override
    public void close() {
        general.close();
        specialised.close();
    }
}
