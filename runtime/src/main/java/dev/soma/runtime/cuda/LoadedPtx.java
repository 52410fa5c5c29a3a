package dev.soma.runtime.cuda;

import dev.soma.runtime.Kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kernel's function in a module of a context.
 *
 * @param module the driver's handle
 * @param function the driver's handle
 * @param maxGroup the most work-items of a group
 */
record LoadedPtx(CudaContext context, long module, long function, int maxGroup) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedPtx.class);

    /**
     * Loads a module, which compiles it for the GPU, unless the driver kept it from before.
     *
     * @throws dev.soma.runtime.DeviceException if the driver takes no such PTX; the message ends with its log
     */
    static LoadedPtx of(CudaContext context, Kernel kernel, String text, String entry) {
        CudaDriver driver = context.driver();
        long module = module(context, kernel, text);
        try {
            long function = context.call(() -> driver.function(module, entry));
            int maxGroup = attribute(context, FunctionAttribute.MAX_THREADS_PER_BLOCK, function);
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{}: {} registers and {} bytes of local memory a thread, {} bytes of shared memory a block",
                        kernel,
                        attribute(context, FunctionAttribute.REGISTERS, function),
                        attribute(context, FunctionAttribute.LOCAL_BYTES, function),
                        attribute(context, FunctionAttribute.SHARED_BYTES, function));
            }
            return new LoadedPtx(context, module, function, maxGroup);
        } catch (RuntimeException e) {
            context.dispose(() -> driver.unloadModule(module));
            throw e;
        }
    }

    private static long module(CudaContext context, Kernel kernel, String text) {
        try {
            return context.call(() -> context.driver().loadModule(text));
        } catch (CudaException e) {
            throw e.with("; the kernel is " + kernel);
        }
    }

    private static int attribute(CudaContext context, FunctionAttribute attribute, long function) {
        return (int) context.call(() -> context.driver().functionAttribute(attribute, function));
    }

    /** Unloads the module; nothing launched is running. */
    @Override
    public void close() {
        context.dispose(() -> context.driver().unloadModule(module));
    }
}
