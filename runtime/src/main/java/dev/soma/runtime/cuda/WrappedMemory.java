package dev.soma.runtime.cuda;

/** Checks device memory that was allocated outside Soma. */
final class WrappedMemory {
    private static final int ALIGNMENT = Integer.BYTES;

    private WrappedMemory() {}

    /**
     * Checks that an address is the GPU's, aligned, and that the allocation around it holds what is asked for.
     *
     * @param pointer a {@code CUdeviceptr}
     * @param bytes what the buffer needs from there on
     * @throws IllegalArgumentException if not
     */
    static void check(CudaContext context, long pointer, long bytes) {
        if (pointer % ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "handle is " + hex(pointer) + ", expected a CUdeviceptr that is a multiple of " + ALIGNMENT);
        }
        CudaDriver driver = context.driver();
        CudaDriver.AddressRange[] found = new CudaDriver.AddressRange[1];
        int ordinal;
        try {
            ordinal = (int) context.call(() -> {
                found[0] = driver.addressRange(pointer);
                return driver.deviceOrdinal(pointer);
            });
        } catch (CudaException e) {
            if (e.result() == CudaResult.INVALID_VALUE || e.result() == CudaResult.NOT_FOUND) {
                throw new IllegalArgumentException(
                        "handle is " + hex(pointer) + ", expected a CUdeviceptr: the driver knows no memory there", e);
            }
            throw e;
        }
        if (ordinal != context.gpu().ordinal()) {
            throw new IllegalArgumentException("handle is " + hex(pointer) + ", memory of the GPU " + ordinal
                    + ", expected memory of " + context.gpu());
        }
        CudaDriver.AddressRange range = found[0];
        long left = range.base() + range.bytes() - pointer;
        if (left < bytes) {
            throw new IllegalArgumentException("the memory at " + hex(pointer) + " has " + left
                    + " bytes to the end of its allocation, expected at least " + bytes);
        }
    }

    private static String hex(long pointer) {
        return "0x" + Long.toHexString(pointer);
    }
}
