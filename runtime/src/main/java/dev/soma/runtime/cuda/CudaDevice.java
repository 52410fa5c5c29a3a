package dev.soma.runtime.cuda;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Event;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Ops;
import dev.soma.runtime.driver.MemoryPool;
import dev.soma.runtime.driver.Specialisations;
import dev.soma.runtime.kernel.KernelOps;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** One GPU: its stream, its memory and the kernels loaded into it. */
final class CudaDevice implements KernelDevice {
    /** The part of the memory that may lie idle in the pool. */
    private static final int IDLE_SHARE = 4;

    private static final long TRANSFER_BYTES = 4 << 20;

    private final CudaContext context;
    private final PtxSource source;
    private final int launches;
    private final String description;
    private final MemoryPool pool;
    private final HostTransfer transfer;
    private final CudaEvents events;
    private final Map<Kernel, CudaKernel> loaded = new HashMap<>();
    private final Ops ops;
    private boolean closed;

    /**
     * Opens a GPU.
     *
     * @param system where it is
     * @param gpu which, with no {@link CudaGpu#obstacle()}
     * @param source where the kernels' PTX comes from
     * @param launches after which a kernel is compiled for its ints, as for {@link Specialisations}
     */
    CudaDevice(CudaSystem system, CudaGpu gpu, PtxSource source, int launches) {
        this.context = new CudaContext(system.driver(), gpu);
        this.source = source;
        this.launches = launches;
        this.description = gpu.description() + ", driver for CUDA " + system.versionText();
        this.pool = new MemoryPool(new CudaMemory(context), gpu.memoryBytes() / IDLE_SHARE);
        this.transfer = new HostTransfer(context, TRANSFER_BYTES);
        this.events = new CudaEvents(this, context);
        this.ops = KernelOps.of(this);
    }

    @Override
    public String name() {
        return CudaDeviceProvider.NAME;
    }

    @Override
    public String description() {
        return description;
    }

    /** An empty buffer has an address too. */
    @Override
    public Buffer allocate(DataType type, int length) {
        requireOpen();
        long bytes = Math.max(type.bytes(length), type.bytes());
        return new CudaBuffer(this, type, length, pool.take(bytes), false);
    }

    @Override
    public Buffer wrap(DataType type, MemorySegment memory) {
        throw new IllegalArgumentException("memory is " + memory + ", but the device " + name()
                + " computes on the GPU's memory: allocate a buffer and use copyFrom and copyTo, or wrapHandle for a"
                + " CUdeviceptr");
    }

    @Override
    public Buffer wrapHandle(DataType type, int length, long handle) {
        requireOpen();
        WrappedMemory.check(context, handle, type.bytes(length));
        return new CudaBuffer(this, type, length, handle, true);
    }

    @Override
    public CompiledKernel compile(Kernel kernel) {
        requireOpen();
        CudaKernel ready = loaded.get(kernel);
        if (ready == null) {
            ready = new CudaKernel(this, context, kernel, source, launches);
            loaded.put(kernel, ready);
        }
        return ready;
    }

    /** From compute capability 7.0 on, PTX's arithmetic is IEEE's, and it keeps the smallest numbers unless told otherwise. */
    @Override
    public boolean isBitExact() {
        return true;
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Event record() {
        requireOpen();
        return events.record();
    }

    @Override
    public void finish() {
        requireOpen();
        context.finish();
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
            if (!context.isLost()) {
                context.finish(); // a kernel's failure that nobody has seen yet is told here
            }
        } finally {
            loaded.values().forEach(CudaKernel::close);
            events.close();
            transfer.close();
            pool.close();
            context.close();
        }
    }

    HostTransfer transfer() {
        return transfer;
    }

    CudaEvents events() {
        return events;
    }

    /** Takes back the memory of a buffer that has been closed; what others know of is not used again. */
    void release(long pointer, boolean shared) {
        if (shared) {
            pool.discard(pointer);
        } else {
            pool.giveBack(pointer);
        }
    }
}
