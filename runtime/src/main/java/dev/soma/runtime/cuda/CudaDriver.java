package dev.soma.runtime.cuda;

import dev.soma.runtime.Grid;
import java.lang.foreign.MemorySegment;

/**
 * The calls of the CUDA driver API that the device needs. Device pointers and the driver's handles are {@code long}; 0 is
 * none. Sizes are in bytes unless said otherwise.
 *
 * <p>An object of this type is used by one thread at a time. Calls whose name ends in {@code Async} are enqueued in the
 * stream; the memory of the host that they read or write must stay as it is until the stream has come past them.
 *
 * <p>Every call throws a {@link CudaException} when the driver reports an error, which may be that of an earlier call that
 * was still running.
 */
interface CudaDriver {

    /** A range of device memory, as one allocation of the driver covers it. */
    record AddressRange(long base, long bytes) {}

    /** {@code cuInit}: before all other calls but {@link #driverVersion()}. */
    void init();

    /** {@code cuDriverGetVersion}: the newest CUDA version that the driver knows, 1000 * major + 10 * minor. */
    int driverVersion();

    /** {@code cuDeviceGetCount}. */
    int deviceCount();

    /** {@code cuDeviceGet}: the handle of the device at an index. */
    int device(int ordinal);

    /** {@code cuDeviceGetName}. */
    String deviceName(int device);

    /** {@code cuDeviceGetAttribute}. */
    int deviceAttribute(DeviceAttribute attribute, int device);

    /** {@code cuDeviceTotalMem}. */
    long totalMemory(int device);

    /** {@code cuDevicePrimaryCtxRetain}: the context that all users of a device in this process share. */
    long retainPrimaryContext(int device);

    /** {@code cuDevicePrimaryCtxRelease}. */
    void releasePrimaryContext(int device);

    /** {@code cuCtxGetCurrent}: the calling thread's context, or 0. */
    long currentContext();

    /** {@code cuCtxSetCurrent}: makes a context the calling thread's; 0 for none. */
    void setCurrentContext(long context);

    /** {@code cuMemAlloc}: device memory, contents undefined, at least 1 byte. */
    long allocate(long bytes);

    /** {@code cuMemFree}: waits for what runs. */
    void free(long pointer);

    /** {@code cuMemAllocHost}: page-locked memory of the host. */
    MemorySegment allocateHost(long bytes);

    /** {@code cuMemFreeHost}. */
    void freeHost(MemorySegment memory);

    /** {@code cuMemGetAddressRange}: the allocation that an address lies in. */
    AddressRange addressRange(long pointer);

    /** {@code cuPointerGetAttribute} of the device ordinal: the index of the device whose memory an address is. */
    int deviceOrdinal(long pointer);

    /** {@code cuMemsetD32Async}: {@code count} words of 4 bytes. */
    void fillAsync(long pointer, int word, long count, long stream);

    /** {@code cuMemcpyHtoDAsync}: copies a whole segment of native memory to the device. */
    void copyToDeviceAsync(long target, MemorySegment source, long stream);

    /** {@code cuMemcpyDtoHAsync}: fills a whole segment of native memory from the device. */
    void copyToHostAsync(MemorySegment target, long source, long stream);

    /** {@code cuStreamCreate}, which waits for, and is waited for by, the default stream of other code in this process. */
    long createStream();

    /** {@code cuStreamSynchronize}. */
    void synchronizeStream(long stream);

    /** {@code cuStreamDestroy}. */
    void destroyStream(long stream);

    /** {@code cuEventCreate}, with timing. */
    long createEvent();

    /** {@code cuEventRecord}. */
    void recordEvent(long event, long stream);

    /** {@code cuEventSynchronize}. */
    void synchronizeEvent(long event);

    /** {@code cuEventElapsedTime}: milliseconds from one event to another, both done. */
    float elapsedMillis(long start, long end);

    /** {@code cuEventDestroy}. */
    void destroyEvent(long event);

    /**
     * {@code cuModuleLoadDataEx}: compiles PTX for the current context's device. The driver keeps what it compiled on disk.
     *
     * @throws CudaException whose message ends with the compiler's log if the text is no PTX that the driver takes
     */
    long loadModule(String ptx);

    /** {@code cuModuleGetFunction}. */
    long function(long module, String name);

    /** {@code cuFuncGetAttribute}. */
    int functionAttribute(FunctionAttribute attribute, long function);

    /** {@code cuModuleUnload}. */
    void unloadModule(long module);

    /**
     * {@code cuLaunchKernel}, without dynamic shared memory.
     *
     * @param parameters an array of addresses, one a parameter of the function, each where the parameter's value is; they
     *     and the values may change as soon as the call has returned
     */
    void launch(long function, Grid grid, long stream, MemorySegment parameters);
}
