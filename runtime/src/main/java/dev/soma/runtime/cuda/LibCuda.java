package dev.soma.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.soma.runtime.DeviceException;
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
final class LibCuda implements CudaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(LibCuda.class);

    private static final int NAME_BYTES = 256;

    private static final int STREAM_DEFAULT = 0;

    private static final int EVENT_DEFAULT = 0;

    private static final int POINTER_DEVICE_ORDINAL = 9;

    private final SymbolLookup library;

    private final CudaFunction cuGetErrorName;
    private final CudaFunction cuGetErrorString;
    private final CudaFunction cuInit;
    private final CudaFunction cuDriverGetVersion;
    private final CudaFunction cuDeviceGetCount;
    private final CudaFunction cuDeviceGet;
    private final CudaFunction cuDeviceGetName;
    private final CudaFunction cuDeviceGetAttribute;
    private final CudaFunction cuDeviceTotalMem;
    private final CudaFunction cuDevicePrimaryCtxRetain;
    private final CudaFunction cuDevicePrimaryCtxRelease;
    private final CudaFunction cuCtxGetCurrent;
    private final CudaFunction cuCtxSetCurrent;
    private final CudaFunction cuMemAlloc;
    private final CudaFunction cuMemFree;
    private final CudaFunction cuMemAllocHost;
    private final CudaFunction cuMemFreeHost;
    private final CudaFunction cuMemGetAddressRange;
    private final CudaFunction cuPointerGetAttribute;
    private final CudaFunction cuMemsetD32Async;
    private final CudaFunction cuMemcpyHtoDAsync;
    private final CudaFunction cuMemcpyDtoHAsync;
    private final CudaFunction cuStreamCreate;
    private final CudaFunction cuStreamSynchronize;
    private final CudaFunction cuStreamDestroy;
    private final CudaFunction cuEventCreate;
    private final CudaFunction cuEventRecord;
    private final CudaFunction cuEventSynchronize;
    private final CudaFunction cuEventElapsedTime;
    private final CudaFunction cuEventDestroy;
    private final CudaFunction cuModuleLoadDataEx;
    private final CudaFunction cuModuleGetFunction;
    private final CudaFunction cuFuncGetAttribute;
    private final CudaFunction cuModuleUnload;
    private final CudaFunction cuLaunchKernel;

    /** Where calls leave their results: two of 64 bits at most. One thread at a time calls. */
    private final MemorySegment out = Arena.ofAuto().allocate(2 * JAVA_LONG.byteSize(), JAVA_LONG.byteAlignment());

    private final MemorySegment out2 = out.asSlice(JAVA_LONG.byteSize());

    /**
     * Binds the functions of a library.
     *
     * @throws DeviceException if one is missing, as in drivers older than CUDA 11.0
     */
    LibCuda(SymbolLookup library) {
        this.library = library;
        cuGetErrorName = find("cuGetErrorName");
        cuGetErrorString = find("cuGetErrorString");
        cuInit = find("cuInit");
        cuDriverGetVersion = find("cuDriverGetVersion");
        cuDeviceGetCount = find("cuDeviceGetCount");
        cuDeviceGet = find("cuDeviceGet");
        cuDeviceGetName = find("cuDeviceGetName");
        cuDeviceGetAttribute = find("cuDeviceGetAttribute");
        cuDeviceTotalMem = find("cuDeviceTotalMem_v2");
        cuDevicePrimaryCtxRetain = find("cuDevicePrimaryCtxRetain");
        cuDevicePrimaryCtxRelease = find("cuDevicePrimaryCtxRelease_v2");
        cuCtxGetCurrent = find("cuCtxGetCurrent");
        cuCtxSetCurrent = find("cuCtxSetCurrent");
        cuMemAlloc = find("cuMemAlloc_v2");
        cuMemFree = find("cuMemFree_v2");
        cuMemAllocHost = find("cuMemAllocHost_v2");
        cuMemFreeHost = find("cuMemFreeHost");
        cuMemGetAddressRange = find("cuMemGetAddressRange_v2");
        cuPointerGetAttribute = find("cuPointerGetAttribute");
        cuMemsetD32Async = find("cuMemsetD32Async");
        cuMemcpyHtoDAsync = find("cuMemcpyHtoDAsync_v2");
        cuMemcpyDtoHAsync = find("cuMemcpyDtoHAsync_v2");
        cuStreamCreate = find("cuStreamCreate");
        cuStreamSynchronize = find("cuStreamSynchronize");
        cuStreamDestroy = find("cuStreamDestroy_v2");
        cuEventCreate = find("cuEventCreate");
        cuEventRecord = find("cuEventRecord");
        cuEventSynchronize = find("cuEventSynchronize");
        cuEventElapsedTime = find("cuEventElapsedTime");
        cuEventDestroy = find("cuEventDestroy_v2");
        cuModuleLoadDataEx = find("cuModuleLoadDataEx");
        cuModuleGetFunction = find("cuModuleGetFunction");
        cuFuncGetAttribute = find("cuFuncGetAttribute");
        cuModuleUnload = find("cuModuleUnload");
        cuLaunchKernel = find("cuLaunchKernel");
    }

    private CudaFunction find(String name) {
        MemorySegment address = library.find(name)
                .orElseThrow(() -> new DeviceException("the NVIDIA driver is too old: it has no " + name
                        + "; install NVIDIA's driver 450 (CUDA 11.0) or newer, or choose another device"));
        return new CudaFunction(name, address);
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
                throw failure(cuModuleLoadDataEx, result).with("; the driver's PTX compiler says: " + log.errors());
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

    private void check(CudaFunction function, int result) {
        if (result != CudaResult.SUCCESS) {
            throw failure(function, result);
        }
    }

    private CudaException failure(CudaFunction function, int result) {
        return CudaException.of(
                function.name(),
                result,
                text(cuGetErrorName, result, "an unknown error"),
                text(cuGetErrorString, result, "the driver does not say what it means"));
    }

    /** A text about an error; drivers do not know those of newer ones. */
    private String text(CudaFunction function, int result, String otherwise) {
        int asked = Downcalls.ip(function, result, out);
        MemorySegment text = out.get(ADDRESS, 0);
        return asked == CudaResult.SUCCESS && text.address() != 0
                ? text.reinterpret(Long.MAX_VALUE).getString(0)
                : otherwise;
    }
}
