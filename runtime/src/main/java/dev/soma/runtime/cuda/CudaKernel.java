package dev.soma.runtime.cuda;

import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.driver.ArgumentBlock;
import dev.soma.runtime.kernel.Arguments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kernel, loaded into a context. A launch writes the arguments into a block of its own and allocates nothing. */
final class CudaKernel implements CompiledKernel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CudaKernel.class);

    private final CudaDevice device;
    private final CudaContext context;
    private final Kernel kernel;
    private final long module;
    private final long function;
    private final int maxGroup;
    private final ArgumentBlock block;
    private final Runnable submission = this::submit;
    private Grid grid = Grid.flat(1);

    private CudaKernel(
            CudaDevice device, CudaContext context, Kernel kernel, long module, long function, int maxGroup) {
        this.device = device;
        this.context = context;
        this.kernel = kernel;
        this.module = module;
        this.function = function;
        this.maxGroup = maxGroup;
        this.block = new ArgumentBlock(kernel.argumentTypes().size());
    }

    /**
     * Loads PTX, which compiles it for the GPU, unless the driver kept it from before.
     *
     * @throws dev.soma.runtime.DeviceException if the driver takes no such PTX; the message ends with its log
     */
    static CudaKernel load(CudaDevice device, CudaContext context, Kernel kernel, Ptx ptx) {
        CudaDriver driver = context.driver();
        long module = load(context, kernel, ptx);
        try {
            long function = context.call(() -> driver.function(module, ptx.entry()));
            int maxGroup = attribute(context, FunctionAttribute.MAX_THREADS_PER_BLOCK, function);
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{}: {} registers and {} bytes of local memory a thread, {} bytes of shared memory a block",
                        kernel,
                        attribute(context, FunctionAttribute.REGISTERS, function),
                        attribute(context, FunctionAttribute.LOCAL_BYTES, function),
                        attribute(context, FunctionAttribute.SHARED_BYTES, function));
            }
            return new CudaKernel(device, context, kernel, module, function, maxGroup);
        } catch (RuntimeException e) {
            context.dispose(() -> driver.unloadModule(module));
            throw e;
        }
    }

    private static int attribute(CudaContext context, FunctionAttribute attribute, long function) {
        return (int) context.call(() -> context.driver().functionAttribute(attribute, function));
    }

    private static long load(CudaContext context, Kernel kernel, Ptx ptx) {
        try {
            return context.call(() -> context.driver().loadModule(ptx.text()));
        } catch (CudaException e) {
            throw e.with("; the kernel is " + kernel);
        }
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void launch(Grid launchGrid, Object... arguments) {
        device.requireOpen();
        Arguments.check(device, kernel, arguments);
        check(launchGrid);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case CudaBuffer buffer -> block.setHandle(i, buffer.pointer());
                case Integer value -> block.setInt(i, value);
                case Float value -> block.setFloat(i, value);
                default -> throw new AssertionError("the arguments were checked");
            }
        }
        grid = launchGrid;
        context.run(submission);
    }

    private void submit() {
        context.launching(kernel);
        context.driver().launch(function, grid, context.stream(), block.pointers());
    }

    private void check(Grid launchGrid) {
        if (launchGrid.localSize() > maxGroup) {
            throw new IllegalArgumentException("the kernel " + kernel + " was given groups of "
                    + launchGrid.localSize() + " work-items, but " + context.gpu() + " runs at most " + maxGroup
                    + " of it: use smaller groups");
        }
        checkGroups("y", launchGrid.globalY() / launchGrid.localY());
        checkGroups("z", launchGrid.globalZ() / launchGrid.localZ());
    }

    private void checkGroups(String dimension, int groups) {
        if (groups > CudaGpu.MAX_GROUPS_YZ) {
            throw new IllegalArgumentException("the kernel " + kernel + " was given " + groups
                    + " groups in dimension " + dimension + ", expected at most " + CudaGpu.MAX_GROUPS_YZ
                    + ": CUDA takes more in dimension x only");
        }
    }

    /** Unloads the kernel; nothing launched is running. */
    @Override
    public void close() {
        context.dispose(() -> context.driver().unloadModule(module));
        block.close();
    }
}
