package dev.soma.runtime.vector;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Event;
import dev.soma.runtime.Ops;
import dev.soma.runtime.host.HeapPool;
import dev.soma.runtime.host.HostEvent;
import dev.soma.runtime.host.Workers;
import java.lang.foreign.MemorySegment;

/** The processor: operations run on the calling thread and its team, and are done when their call returns. */
final class VectorDevice implements Device {
    private final HeapPool pool = new HeapPool(this);
    private final Workers workers;
    private final Form form;
    private final Ops ops;
    private boolean closed;

    VectorDevice(int threads, Form form) {
        this.workers = new Workers(threads);
        this.form = form;
        this.ops = CpuOps.of(this);
    }

    /** The threads of this device. */
    Workers workers() {
        return workers;
    }

    /** How the inner loops are to be written. */
    Form form() {
        return form;
    }

    @Override
    public String name() {
        return VectorDeviceProvider.NAME;
    }

    @Override
    public String description() {
        String how = form == Form.VECTOR ? "Vector API, " + VectorWidth.bits() + " bits" : "scalar";
        int threads = workers.threads();
        return how + ", " + threads + (threads == 1 ? " thread" : " threads");
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
        if (!closed) {
            closed = true;
            workers.close();
            pool.clear();
        }
    }
}
