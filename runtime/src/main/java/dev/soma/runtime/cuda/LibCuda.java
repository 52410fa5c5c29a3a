package dev.soma.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.soma.runtime.Grid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's library, bound by {@code java.lang.foreign}. Functions whose binary interface has changed are taken in the
 * form that {@code cuda.h} of CUDA 11.0 names: {@code cuMemAlloc_v2} for {@code cuMemAlloc}, and so on. Newer drivers keep
 * these forms.
 */
@SuppressWarnings("restricted") // native access is what this package is for
final class LibCuda extends CudaLibrary implements CudaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(LibCuda.class);

    private static final int NAME_BYTES = 256;

    private static final int STREAM_DEFAULT = 0;

    private static final int EVENT_DEFAULT = 0;

    private static final int POINTER_DEVICE_ORDINAL = 9;

    private final CudaFunction cuInit = find("cuInit");
    private final CudaFunction cuDriverGetVersion = find("cuDriverGetVersion");
    private final CudaFunction cuDeviceGetCount = find("cuDeviceGetCount");
    private final CudaFunction cuDeviceGet = find("cuDeviceGet");
    private final CudaFunction cuDeviceGetName = find("cuDeviceGetName");
    private final CudaFunction cuDeviceGetAttribute = find("cuDeviceGetAttribute");
    private final CudaFunction cuDeviceTotalMem = find("cuDeviceTotalMem_v2");
    private final CudaFunction cuDevicePrimaryCtxRetain = find("cuDevicePrimaryCtxRetain");
    private final CudaFunction cuDevicePrimaryCtxRelease = find("cuDevicePrimaryCtxRelease_v2");
    private final CudaFunction cuCtxGetCurrent = find("cuCtxGetCurrent");
    private final CudaFunction cuCtxSetCurrent = find("cuCtxSetCurrent");
    private final CudaFunction cuMemAlloc = find("cuMemAlloc_v2");
    private final CudaFunction cuMemFree = find("cuMemFree_v2");
    private final CudaFunction cuMemAllocHost = find("cuMemAllocHost_v2");
    private final CudaFunction cuMemFreeHost = find("cuMemFreeHost");
    private final CudaFunction cuMemGetAddressRange = find("cuMemGetAddressRange_v2");
    private final CudaFunction cuPointerGetAttribute = find("cuPointerGetAttribute");
    private final CudaFunction cuMemsetD32Async = find("cuMemsetD32Async");
    private final CudaFunction cuMemcpyHtoDAsync = find("cuMemcpyHtoDAsync_v2");
    private final CudaFunction cuMemcpyDtoHAsync = find("cuMemcpyDtoHAsync_v2");
    private final CudaFunction cuStreamCreate = find("cuStreamCreate");
    private final CudaFunction cuStreamSynchronize = find("cuStreamSynchronize");
    private final CudaFunction cuStreamDestroy = find("cuStreamDestroy_v2");
    private final CudaFunction cuEventCreate = find("cuEventCreate");
    private final CudaFunction cuEventRecord = find("cuEventRecord");
    private final CudaFunction cuEventSynchronize = find("cuEventSynchronize");
    private final CudaFunction cuEventElapsedTime = find("cuEventElapsedTime");
    private final CudaFunction cuEventDestroy = find("cuEventDestroy_v2");
    private final CudaFunction cuModuleLoadDataEx = find("cuModuleLoadDataEx");
    private final CudaFunction cuModuleGetFunction = find("cuModuleGetFunction");
    private final CudaFunction cuFuncGetAttribute = find("cuFuncGetAttribute");
    private final CudaFunction cuModuleUnload = find("cuModuleUnload");
    private final CudaFunction cuLaunchKernel = find("cuLaunchKernel");

    /** Where calls leave their results: two of 64 bits at most. One thread at a time calls. */
    private final MemorySegment out = Arena.ofAuto().allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());

    private final MemorySegment out2 = out.asSlice(JAVA_LONG.byteSize());

    /**
     * Binds the functions of a library.
     *
     * @throws dev.soma.runtime.DeviceException if one is missing, as in drivers older than CUDA 11.0
     */
    LibCuda(SymbolLookup library) {
        super(library);
    }

    @Override
    public void init() {
        check(cuInit, Downcalls.i(cuInit, 0));
    }

    @Override
    public int driverVersion() {
        check(cuDriverGetVersion, Downcalls.p(cuDriverGetVersion, out));
        return out.get(JAVA_INT, 0);
    }

    @Override
    public int deviceCount() {
        check(cuDeviceGetCount, Downcalls.p(cuDeviceGetCount, out));
        return out.get(JAVA_INT, 0);
    }

    @Override
    public int device(int ordinal) {
        check(cuDeviceGet, Downcalls.pi(cuDeviceGet, out, ordinal));
        return out.get(JAVA_INT, 0);
    }

    @Override
    public String deviceName(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_BYTES);
            check(cuDeviceGetName, Downcalls.pii(cuDeviceGetName, name, NAME_BYTES, device));
            return name.getString(0);
        }
    }

    @Override
    public int deviceAttribute(DeviceAttribute attribute, int device) {
        check(cuDeviceGetAttribute, Downcalls.pii(cuDeviceGetAttribute, out, attribute.code(), device));
        return out.get(JAVA_INT, 0);
    }

    @Override
    public long totalMemory(int device) {
        check(cuDeviceTotalMem, Downcalls.pi(cuDeviceTotalMem, out, device));
        return out.get(JAVA_LONG, 0);
    }

    @Override
    public long retainPrimaryContext(int device) {
        check(cuDevicePrimaryCtxRetain, Downcalls.pi(cuDevicePrimaryCtxRetain, out, device));
        return out.get(JAVA_LONG, 0);
    }

    @Override
    public void releasePrimaryContext(int device) {
        check(cuDevicePrimaryCtxRelease, Downcalls.i(cuDevicePrimaryCtxRelease, device));
    }

    @Override
    public long currentContext() {
        check(cuCtxGetCurrent, Downcalls.p(cuCtxGetCurrent, out));
        return out.get(JAVA_LONG, 0);
    }

    @Override
    public void setCurrentContext(long context) {
        check(cuCtxSetCurrent, Downcalls.l(cuCtxSetCurrent, context));
    }

    @Override
    public long allocate(long bytes) {
        check(cuMemAlloc, Downcalls.pl(cuMemAlloc, out, bytes));
        return out.get(JAVA_LONG, 0);
    }

    @Override
    public void free(long pointer) {
        check(cuMemFree, Downcalls.l(cuMemFree, pointer));
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        check(cuMemAllocHost, Downcalls.pl(cuMemAllocHost, out, bytes));
        return out.get(ADDRESS, 0).reinterpret(bytes);
    }

    @Override
    public void freeHost(MemorySegment memory) {
        check(cuMemFreeHost, Downcalls.l(cuMemFreeHost, memory.address()));
    }

    @Override
    public AddressRange addressRange(long pointer) {
        check(cuMemGetAddressRange, Downcalls.ppl(cuMemGetAddressRange, out, out2, pointer));
        return new AddressRange(out.get(JAVA_LONG, 0), out2.get(JAVA_LONG, 0));
    }

    @Override
    public int deviceOrdinal(long pointer) {
        check(cuPointerGetAttribute, Downcalls.pil(cuPointerGetAttribute, out, POINTER_DEVICE_ORDINAL, pointer));
        return out.get(JAVA_INT, 0);
    }

    @Override
    public void fillAsync(long pointer, int word, long count, long stream) {
        check(cuMemsetD32Async, Downcalls.lill(cuMemsetD32Async, pointer, word, count, stream));
    }

    @Override
    public void copyToDeviceAsync(long target, MemorySegment source, long stream) {
        check(cuMemcpyHtoDAsync, Downcalls.lpll(cuMemcpyHtoDAsync, target, source, source.byteSize(), stream));
    }

    @Override
    public void copyToHostAsync(MemorySegment target, long source, long stream) {
        check(cuMemcpyDtoHAsync, Downcalls.plll(cuMemcpyDtoHAsync, target, source, target.byteSize(), stream));
    }

    @Override
    public long createStream() {
        check(cuStreamCreate, Downcalls.pi(cuStreamCreate, out, STREAM_DEFAULT));
        return out.get(JAVA_LONG, 0);
    }

    @Override
    public void synchronizeStream(long stream) {
        check(cuStreamSynchronize, Downcalls.l(cuStreamSynchronize, stream));
    }

    @Override
    public void destroyStream(long stream) {
        check(cuStreamDestroy, Downcalls.l(cuStreamDestroy, stream));
    }

    @Override
    public long createEvent() {
        check(cuEventCreate, Downcalls.pi(cuEventCreate, out, EVENT_DEFAULT));
        return out.get(JAVA_LONG, 0);
    }

    @Override
    public void recordEvent(long event, long stream) {
        check(cuEventRecord, Downcalls.ll(cuEventRecord, event, stream));
    }

    @Override
    public void synchronizeEvent(long event) {
        check(cuEventSynchronize, Downcalls.l(cuEventSynchronize, event));
    }

    @Override
    public float elapsedMillis(long start, long end) {
        check(cuEventElapsedTime, Downcalls.pll(cuEventElapsedTime, out, start, end));
        return out.get(JAVA_FLOAT, 0);
    }

    @Override
    public void destroyEvent(long event) {
        check(cuEventDestroy, Downcalls.l(cuEventDestroy, event));
    }

    @Override
    public long loadModule(String ptx) {
        try (Arena arena = Arena.ofConfined()) {
            JitLog log = new JitLog(arena);
            MemorySegment image = arena.allocateFrom(ptx);
            int result = Downcalls.ppipp(
                    cuModuleLoadDataEx, out, image, log.optionCount(), log.options(), log.optionValues());
            if (result != CudaResult.SUCCESS) {
                CudaException failure = failure(cuModuleLoadDataEx, result);
                String errors = log.errors();
                throw errors.isEmpty() ? failure : failure.with("; the driver's PTX compiler says: " + errors);
            }
            String warnings = log.information();
            if (!warnings.isEmpty()) {
                LOG.debug("the driver's PTX compiler says: {}", warnings);
            }
            return out.get(JAVA_LONG, 0);
        }
    }

    @Override
    public long function(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            check(cuModuleGetFunction, Downcalls.plp(cuModuleGetFunction, out, module, arena.allocateFrom(name)));
            return out.get(JAVA_LONG, 0);
        }
    }

    @Override
    public int functionAttribute(FunctionAttribute attribute, long function) {
        check(cuFuncGetAttribute, Downcalls.pil(cuFuncGetAttribute, out, attribute.code(), function));
        return out.get(JAVA_INT, 0);
    }

    @Override
    public void unloadModule(long module) {
        check(cuModuleUnload, Downcalls.l(cuModuleUnload, module));
    }

    @Override
    public void launch(long function, Grid grid, long stream, MemorySegment parameters) {
        check(cuLaunchKernel, Downcalls.launch(cuLaunchKernel, function, grid, stream, parameters));
    }
}
