package dev.soma.runtime.opencl;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Event;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Ops;
import dev.soma.runtime.driver.DeviceMemoryException;
import dev.soma.runtime.driver.DiskCache;
import dev.soma.runtime.driver.MemoryPool;
import dev.soma.runtime.driver.Specialisations;
import dev.soma.runtime.kernel.KernelOps;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One OpenCL device: its queue, its memory and the kernels compiled for it. */
public final class OpenClDevice implements KernelDevice {
    /** The part of the memory that may lie idle in the pool. */
    private static final int IDLE_SHARE = 4;

    private final ClDevice hardware;
    private final KernelSources sources;
    private final ClQueue queue;
    private final MemoryPool pool;
    private final Staging staging;
    private final ProgramBuilder programs;
    private final int launches;
    private final EventLog events = new EventLog();
    private final Map<Kernel, OpenClKernel> compiled = new HashMap<>();
    private final Set<OpenClBuffer> wrapped = new HashSet<>();
    private final Ops ops;
    private long wrappedFrees;
    private boolean closed;

    private OpenClDevice(ClDevice hardware, KernelSources sources, DiskCache cache, boolean optimised, int launches) {
        this.hardware = hardware;
        this.sources = sources;
        this.queue = new ClQueue(hardware);
        this.pool = new MemoryPool(queue, hardware.memory() / IDLE_SHARE);
        this.staging = new Staging(queue);
        this.programs = new ProgramBuilder(queue, hardware, cache, optimised);
        this.launches = launches;
        this.ops = KernelOps.of(this);
    }

    /**
     * Opens the device that is selected.
     *
     * @param sources where the kernels' OpenCL C comes from
     * @throws DeviceException if this machine has no OpenCL device
     * @throws IllegalArgumentException if none is selected; the message lists what there is
     */
    public static OpenClDevice open(DeviceSettings settings, KernelSources sources) {
        return open(settings, sources, DiskCache.standard());
    }

    /** As {@link #open}, for kernels that run once: they are built quickly, are slow, and are not kept on the disk. */
    public static OpenClDevice openUnoptimised(DeviceSettings settings, KernelSources sources) {
        ClDevice hardware = ClDevices.find().select(settings.select());
        return new OpenClDevice(hardware, sources, new DiskCache(null), false, Specialisations.NEVER);
    }

    /** As {@link #open}, for tests: each kernel is compiled for its ints after that many launches. */
    public static OpenClDevice openSpecialising(DeviceSettings settings, KernelSources sources, int launches) {
        ClDevice hardware = ClDevices.find().select(settings.select());
        return new OpenClDevice(hardware, sources, DiskCache.standard(), true, launches);
    }

    static OpenClDevice open(DeviceSettings settings, KernelSources sources, DiskCache cache) {
        return open(ClDevices.find().select(settings.select()), sources, cache);
    }

    static OpenClDevice open(ClDevice hardware, KernelSources sources, DiskCache cache) {
        // PoCL makes some kernels 1.4 times as fast for their sizes, and convolutions of floats half as fast
        int launches = Specialisations.launches(hardware.isGpu() ? Specialisations.FEW : Specialisations.NEVER);
        return new OpenClDevice(hardware, sources, cache, true, launches);
    }

    @Override
    public String name() {
        return OpenClDeviceProvider.NAME;
    }

    @Override
    public String description() {
        return hardware.description();
    }

    @Override
    public Buffer allocate(DataType type, int length) {
        requireOpen();
        long bytes = bytes(type, length);
        if (bytes > hardware.maxAllocation()) {
            throw new DeviceMemoryException("a buffer of " + bytes + " bytes exceeds the " + hardware.maxAllocation()
                    + " that " + description() + " allows one buffer: use a smaller batch");
        }
        return new OpenClBuffer(this, type, length, pool.take(bytes), false);
    }

    @Override
    public Buffer wrap(DataType type, MemorySegment memory) {
        throw new IllegalArgumentException("memory is " + memory + ", but the device " + name()
                + " computes on its own memory: allocate a buffer and use copyFrom and copyTo, or wrapHandle for a"
                + " cl_mem");
    }

    @Override
    public Buffer wrapHandle(DataType type, int length, long handle) {
        requireOpen();
        long bytes = type.bytes(length);
        if (handle == 0) {
            throw new IllegalArgumentException("handle is 0, expected a cl_mem");
        }
        ClMemory.requireFit(handle, queue.context(), bytes);
        ClObject.MEM_OBJECT.retain(handle);
        OpenClBuffer buffer = new OpenClBuffer(this, type, length, handle, true);
        wrapped.add(buffer);
        return buffer;
    }

    @Override
    public CompiledKernel compile(Kernel kernel) {
        requireOpen();
        OpenClKernel ready = compiled.get(kernel);
        if (ready == null) {
            ready = new OpenClKernel(this, kernel, launches, constants -> build(kernel, constants));
            compiled.put(kernel, ready);
        }
        return ready;
    }

    /**
     * Builds a kernel from a text in OpenCL C, for those who write it by hand.
     *
     * @param entry name of the kernel function
     * @param text OpenCL C 1.2
     * @param arguments number of the function's parameters
     * @throws DeviceException if it does not build, with the compiler's log
     */
    public SourceKernel compile(String entry, String text, int arguments) {
        requireOpen();
        try (ClProgram program = programs.build(entry, text)) {
            return new SourceKernel(this, new ClKernel(hardware, program.kernel(entry), arguments));
        }
    }

    @Override
    public boolean isBitExact() {
        return hardware.roundsDivisionCorrectly() && hardware.keepsDenormals() && hardware.hasFma();
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Event record() {
        requireOpen();
        return events.record(queue);
    }

    @Override
    public void finish() {
        requireOpen();
        queue.finish();
        events.settle();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            queue.finish();
        } finally {
            events.settle();
            compiled.values().forEach(OpenClKernel::close);
            wrapped.forEach(buffer -> ClObject.MEM_OBJECT.release(buffer.memory()));
            pool.close();
            staging.close();
            queue.close();
        }
    }

    ClDevice hardware() {
        return hardware;
    }

    ClQueue queue() {
        return queue;
    }

    Staging staging() {
        return staging;
    }

    EventLog events() {
        return events;
    }

    /** How many buffers have been freed so far: while it stays the same, a handle means the same buffer. */
    long frees() {
        return pool.frees() + wrappedFrees;
    }

    /** Takes back the memory of a buffer that has been closed. */
    void release(OpenClBuffer buffer, boolean foreign, boolean shared) {
        if (foreign) {
            if (wrapped.remove(buffer) && !closed) {
                wrappedFrees++;
                ClObject.MEM_OBJECT.release(buffer.memory());
            }
        } else if (shared) {
            pool.discard(buffer.memory());
        } else {
            pool.giveBack(buffer.memory());
        }
    }

    private OpenClForm build(Kernel kernel, Map<String, Integer> constants) {
        KernelSources.Source source = sources.of(kernel, constants);
        if (source.localBytes() > hardware.localMemory()) {
            throw new DeviceException("the kernel " + kernel + " needs " + source.localBytes()
                    + " bytes of local memory, but " + description() + " has " + hardware.localMemory()
                    + ": use smaller local arrays or another device");
        }
        String what = kernel.method().getDeclaringClass().getName() + "." + kernel.name();
        try (ClProgram program = programs.build(what, source.text())) {
            return new OpenClForm(this, kernel, constants, program, source.entry());
        }
    }

    /** An empty buffer has memory too, since OpenCL has no empty one and kernels take no null. */
    private static long bytes(DataType type, int length) {
        return Math.max(type.bytes(length), type.bytes());
    }
}
