package dev.soma.runtime.jvm;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Event;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Ops;
import dev.soma.runtime.host.HeapPool;
import dev.soma.runtime.host.HostEvent;
import dev.soma.runtime.kernel.KernelOps;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** Runs kernels as the Java methods they are, on the calling thread, work-items in order. */
final class JvmDevice implements KernelDevice {
    private final HeapPool pool = new HeapPool(this);
    private final Map<Kernel, CompiledKernel> compiled = new HashMap<>();
    private final Ops ops = KernelOps.of(this);
    private boolean closed;

    @Override
    public String name() {
        return JvmDeviceProvider.NAME;
    }

    @Override
    public String description() {
        return "Java methods on " + System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    @Override
    public Buffer allocate(DataType type, int length) {
        return pool.allocate(type, length);
    }

    @Override
    public Buffer wrap(DataType type, MemorySegment memory) {
        return pool.wrap(type, memory);
    }

    @Override
    public CompiledKernel compile(Kernel kernel) {
        requireOpen();
        return compiled.computeIfAbsent(kernel, key -> JvmKernel.of(this, key));
    }

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
        return HostEvent.now();
    }

    @Override
    public void finish() {
        requireOpen();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        pool.clear();
    }
}
