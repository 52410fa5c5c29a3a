package dev.soma.runtime.opencl;

/** Checks of a {@code cl_mem} that comes from outside. */
final class ClMemory {
    private static final int SIZE = 0x1102;
    private static final int CONTEXT = 0x1106;

    private ClMemory() {}

    /**
     * Fails if the memory cannot be used as a buffer.
     *
     * @throws IllegalArgumentException if it is no {@code cl_mem}, is of another context, or is too small
     */
    static void requireFit(long handle, long context, long bytes) {
        long size;
        try {
            size = ClInfo.MEM_OBJECT.number(handle, SIZE);
        } catch (OpenClException e) {
            throw new IllegalArgumentException("handle is " + handle + ", expected a cl_mem", e);
        }
        if (size < bytes) {
            throw new IllegalArgumentException(
                    "the cl_mem has " + size + " bytes, expected at least " + bytes + " for the length");
        }
        if (ClInfo.MEM_OBJECT.number(handle, CONTEXT) != context) {
            throw new IllegalArgumentException("the cl_mem is of another context: create it in this device's, which"
                    + " clGetMemObjectInfo(CL_MEM_CONTEXT) of the handle of one of its buffers gives");
        }
    }
}
