package dev.soma.runtime.cuda;

import dev.soma.runtime.driver.DeviceMemory;
import dev.soma.runtime.driver.DeviceMemoryException;

/** The GPU's memory; a block's handle is its {@code CUdeviceptr}. */
final class CudaMemory implements DeviceMemory {
    private static final int WORD_BYTES = Integer.BYTES;

    private final CudaContext context;

    CudaMemory(CudaContext context) {
        this.context = context;
    }

    @Override
    public long allocate(long bytes) {
        try {
            return context.call(() -> context.driver().allocate(bytes));
        } catch (CudaException e) {
            if (e.result() == CudaResult.OUT_OF_MEMORY) {
                throw new DeviceMemoryException(
                        context.gpu() + " has no room for " + bytes + " bytes: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** All blocks are whole words. */
    @Override
    public void zero(long handle, long bytes) {
        context.run(() -> context.driver().fillAsync(handle, 0, bytes / WORD_BYTES, context.stream()));
    }

    @Override
    public void free(long handle) {
        context.dispose(() -> context.driver().free(handle));
    }
}
