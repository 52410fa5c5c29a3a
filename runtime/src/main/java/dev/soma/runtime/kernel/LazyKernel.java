package dev.soma.runtime.kernel;

import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import org.jspecify.annotations.Nullable;

/** A kernel of an operation, compiled when it is first launched. */
final class LazyKernel {
    private final KernelDevice device;
    private final Kernel kernel;
    private @Nullable CompiledKernel compiled;

    LazyKernel(KernelDevice device, Class<?> owner, String name) {
        this.device = device;
        this.kernel = Kernel.of(owner, name);
    }

    void launch(Grid grid, Object... arguments) {
        CompiledKernel ready = compiled;
        if (ready == null) {
            ready = device.compile(kernel);
            compiled = ready;
        }
        ready.launch(grid, arguments);
    }
}
