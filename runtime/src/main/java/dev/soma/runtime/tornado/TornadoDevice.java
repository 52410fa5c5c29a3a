package dev.soma.runtime.tornado;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.CompiledKernel;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Event;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Ops;
import dev.soma.runtime.kernel.KernelOps;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Kernels compiled by TornadoVM. One execution plan owns all buffers and compiled kernels; buffers stay on the device, and a
 * launch is enqueued without waiting.
 */
final class TornadoDevice implements KernelDevice {
    private final TornadoBackend backend;
    private final TornadoPlan plan;
    private final TornadoMemory memory;
    private final Map<ClassLoader, RemappedKernels> kernels = new HashMap<>();
    private final Map<Kernel, CompiledKernel> compiled = new HashMap<>();
    private final Ops ops;
    private boolean closed;

    TornadoDevice(TornadoBackend backend, String select) {
        this.backend = backend;
        this.plan = backend.open(select);
        this.memory = new TornadoMemory(this, plan);
        this.ops = KernelOps.of(this);
    }

    @Override
    public String name() {
        return TornadoDeviceProvider.NAME;
    }

    @Override
    public String description() {
        return plan.description();
    }

    @Override
    public Buffer allocate(DataType type, int length) {
        requireOpen();
        return memory.allocate(type, length);
    }

    @Override
    public Buffer wrap(DataType type, MemorySegment segment) {
        throw new IllegalArgumentException("memory is " + segment + ", but the device " + name()
                + " computes on memory of its own: allocate a buffer and use copyFrom and copyTo");
    }

    @Override
    public CompiledKernel compile(Kernel kernel) {
        requireOpen();
        return compiled.computeIfAbsent(kernel, key -> new TornadoKernel(this, plan, key, remapped(key)));
    }

    private java.lang.reflect.Method remapped(Kernel kernel) {
        ClassLoader loader = kernel.method().getDeclaringClass().getClassLoader();
        if (loader == null) {
            throw new DeviceException("the kernel " + kernel + " is a part of the JDK: expected a class of your own");
        }
        return kernels.computeIfAbsent(loader, key -> new RemappedKernels(key, backend.contextClass()))
                .method(kernel);
    }

    /** TornadoVM fuses multiplications and additions. */
    @Override
    public boolean isBitExact() {
        return false;
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Event record() {
        requireOpen();
        return plan.record();
    }

    @Override
    public void finish() {
        requireOpen();
        plan.finish();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            plan.close();
        }
    }
}
