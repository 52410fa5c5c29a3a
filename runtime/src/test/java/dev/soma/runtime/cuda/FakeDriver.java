package dev.soma.runtime.cuda;

import dev.soma.runtime.Grid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A driver and its GPUs in Java, as lazy as a real one may be: what is enqueued runs only when somebody waits for it, so
 * that a missing wait shows. It refuses calls without the context, calls with handles it did not give, and remembers what
 * has not been freed. The kernels of a module are those that a {@link FakeKernels} knows.
 */
final class FakeDriver implements CudaDriver {
    static final long CONTEXT = 0xC0;
    static final int INVALID_CONTEXT = 201;
    static final int INVALID_HANDLE = 400;
    static final int NOT_READY = 600;

    private static final long TICK_MICROS = 250;

    /** A GPU as the test wants it. */
    record Gpu(String name, int major, int minor, long bytes, int computeMode) {}

    final FakeMemory memory = new FakeMemory();
    final List<String> launches = new ArrayList<>();
    private final List<Gpu> gpus;
    private final FakeKernels kernels;
    private final ThreadLocal<Long> current = ThreadLocal.withInitial(() -> 0L);
    private final Deque<Runnable> enqueued = new ArrayDeque<>();
    private final Map<Long, Long> eventTimes = new HashMap<>();
    private final Map<Long, Long> latestRecords = new HashMap<>();
    private final Set<Long> handles = new HashSet<>();
    private final Map<Long, String> functions = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private int version = 12040;
    private int maxThreads = 1024;
    private int memoryOwner;
    private int contexts;
    private int hostAllocations;
    private long nextHandle = 0x1000;
    private long clock;
    private long records;
    private int sticky;

    FakeDriver(FakeKernels kernels, Gpu... gpus) {
        this.kernels = kernels;
        this.gpus = List.of(gpus);
    }

    void setVersion(int newVersion) {
        version = newVersion;
    }

    /** Functions loaded from now on take no larger blocks. */
    void setMaxThreads(int threads) {
        maxThreads = threads;
    }

    /** All memory is that GPU's. */
    void setMemoryOwner(int ordinal) {
        memoryOwner = ordinal;
    }

    /** Lets the next call of a method fail. */
    void failNext(String method, int result) {
        failures.put(method, result);
    }

    /** What has been made and not been freed; empty if nothing. */
    String leaks() {
        int blocks = memory.count();
        return blocks + contexts + hostAllocations + handles.size() == 0
                ? ""
                : blocks + " blocks, " + contexts + " contexts, " + hostAllocations + " host allocations, handles "
                        + handles;
    }

    private void enter(String method) {
        Integer failure = failures.remove(method);
        if (failure != null) {
            throw failure(method, failure);
        }
        if (sticky != 0) {
            throw failure(method, sticky);
        }
    }

    private void enterContext(String method) {
        enter(method);
        if (current.get() != CONTEXT) {
            throw failure(method, INVALID_CONTEXT);
        }
    }

    private static CudaException failure(String method, int result) {
        return CudaException.of(method, result, "CUDA_ERROR_" + result, "text of " + result);
    }

    private long newHandle() {
        handles.add(nextHandle);
        return nextHandle++;
    }

    private void require(long handle) {
        if (!handles.contains(handle)) {
            throw failure("handle " + handle, INVALID_HANDLE);
        }
    }

    private void destroy(String method, long handle) {
        enterContext(method);
        require(handle);
        handles.remove(handle);
    }

    private void enqueue(long stream, Runnable work) {
        require(stream);
        enqueued.add(work);
    }

    private void drain() {
        while (!enqueued.isEmpty()) {
            step();
        }
    }

    private void step() {
        clock++;
        try {
            enqueued.remove().run();
        } catch (FakeMemory.Fault e) {
            sticky = CudaResult.ILLEGAL_ADDRESS;
            enqueued.clear();
            throw failure("waiting", sticky);
        }
    }

    @Override
    public void init() {
        enter("init");
    }

    @Override
    public int driverVersion() {
        return version;
    }

    @Override
    public int deviceCount() {
        enter("deviceCount");
        return gpus.size();
    }

    @Override
    public int device(int ordinal) {
        return ordinal + 100;
    }

    @Override
    public String deviceName(int device) {
        return gpus.get(device - 100).name();
    }

    @Override
    public int deviceAttribute(DeviceAttribute attribute, int device) {
        Gpu gpu = gpus.get(device - 100);
        return switch (attribute) {
            case MULTIPROCESSORS -> 132;
            case COMPUTE_MODE -> gpu.computeMode();
            case COMPUTE_CAPABILITY_MAJOR -> gpu.major();
            case COMPUTE_CAPABILITY_MINOR -> gpu.minor();
        };
    }

    @Override
    public long totalMemory(int device) {
        return gpus.get(device - 100).bytes();
    }

    @Override
    public long retainPrimaryContext(int device) {
        enter("retainPrimaryContext");
        contexts++;
        return CONTEXT;
    }

    @Override
    public void releasePrimaryContext(int device) {
        contexts--;
    }

    @Override
    public long currentContext() {
        return current.get();
    }

    @Override
    public void setCurrentContext(long context) {
        current.set(context);
    }

    @Override
    public long allocate(long bytes) {
        enterContext("allocate");
        if (bytes <= 0) {
            throw failure("allocate", CudaResult.INVALID_VALUE);
        }
        if (memory.bytes() + bytes > gpus.getFirst().bytes()) {
            throw failure("allocate", CudaResult.OUT_OF_MEMORY);
        }
        return memory.allocate(bytes);
    }

    @Override
    public void free(long pointer) {
        enterContext("free");
        drain();
        memory.free(pointer);
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        enterContext("allocateHost");
        hostAllocations++;
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
    }

    @Override
    public void freeHost(MemorySegment segment) {
        enterContext("freeHost");
        hostAllocations--;
    }

    @Override
    public AddressRange addressRange(long pointer) {
        enterContext("addressRange");
        try {
            return memory.range(pointer);
        } catch (FakeMemory.Fault e) {
            throw failure("addressRange", CudaResult.NOT_FOUND);
        }
    }

    @Override
    public int deviceOrdinal(long pointer) {
        enterContext("deviceOrdinal");
        return memoryOwner;
    }

    @Override
    public void fillAsync(long pointer, int word, long count, long stream) {
        enterContext("fillAsync");
        enqueue(stream, () -> {
            MemorySegment words = memory.at(pointer, count * Integer.BYTES);
            for (long i = 0; i < count; i++) {
                words.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, word);
            }
        });
    }

    @Override
    public void copyToDeviceAsync(long target, MemorySegment source, long stream) {
        enterContext("copyToDeviceAsync");
        enqueue(stream, () -> memory.at(target, source.byteSize()).copyFrom(source));
    }

    @Override
    public void copyToHostAsync(MemorySegment target, long source, long stream) {
        enterContext("copyToHostAsync");
        enqueue(stream, () -> target.copyFrom(memory.at(source, target.byteSize())));
    }

    @Override
    public long createStream() {
        enterContext("createStream");
        return newHandle();
    }

    @Override
    public void synchronizeStream(long stream) {
        enterContext("synchronizeStream");
        require(stream);
        drain();
    }

    @Override
    public void destroyStream(long stream) {
        destroy("destroyStream", stream);
    }

    @Override
    public long createEvent() {
        enterContext("createEvent");
        return newHandle();
    }

    @Override
    public void recordEvent(long event, long stream) {
        enterContext("recordEvent");
        require(event);
        eventTimes.remove(event);
        long record = ++records;
        latestRecords.put(event, record);
        enqueue(stream, () -> {
            if (latestRecords.get(event) == record) { // waits are for the latest record of an event
                eventTimes.put(event, clock);
            }
        });
    }

    @Override
    public void synchronizeEvent(long event) {
        enterContext("synchronizeEvent");
        require(event);
        while (!eventTimes.containsKey(event) && !enqueued.isEmpty()) {
            step();
        }
    }

    @Override
    public float elapsedMillis(long start, long end) {
        enterContext("elapsedMillis");
        Long from = eventTimes.get(start);
        Long to = eventTimes.get(end);
        if (from == null || to == null) {
            throw failure("elapsedMillis", NOT_READY);
        }
        return (to - from) * TICK_MICROS / 1000f;
    }

    @Override
    public void destroyEvent(long event) {
        destroy("destroyEvent", event);
    }

    @Override
    public long loadModule(String ptx) {
        enterContext("loadModule");
        if (ptx.contains("BAD")) {
            throw failure("loadModule", CudaResult.INVALID_PTX).with("; the driver's PTX compiler says: line 1");
        }
        return newHandle();
    }

    @Override
    public long function(long module, String name) {
        enterContext("function");
        require(module);
        if (!kernels.knows(name)) {
            throw failure("function", CudaResult.NOT_FOUND);
        }
        long function = nextHandle++;
        functions.put(function, name);
        return function;
    }

    @Override
    public int functionAttribute(FunctionAttribute attribute, long function) {
        enterContext("functionAttribute");
        return attribute == FunctionAttribute.MAX_THREADS_PER_BLOCK ? maxThreads : 0;
    }

    @Override
    public void unloadModule(long module) {
        destroy("unloadModule", module);
    }

    @Override
    public void launch(long function, Grid grid, long stream, MemorySegment parameters) {
        enterContext("launch");
        @Nullable String name = functions.get(function);
        if (name == null) {
            throw failure("launch", INVALID_HANDLE);
        }
        Runnable work = kernels.prepare(name, grid, parameters, memory);
        enqueue(stream, () -> {
            launches.add(name);
            work.run();
        });
    }
}
