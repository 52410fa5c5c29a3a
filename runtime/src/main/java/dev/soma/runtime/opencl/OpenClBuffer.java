package dev.soma.runtime.opencl;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/** A buffer that is a {@code cl_mem}. */
final class OpenClBuffer extends Buffer {
    private final OpenClDevice device;
    private final long memory;
    private final boolean wrapped;
    private boolean shared;

    /**
     * A buffer of that memory.
     *
     * @param wrapped whether the memory is someone else's, and not the pool's
     */
    OpenClBuffer(OpenClDevice device, DataType type, int length, long memory, boolean wrapped) {
        super(device, type, length);
        this.device = device;
        this.memory = memory;
        this.wrapped = wrapped;
    }

    /** The {@code cl_mem}, for launches; liveness has been checked. */
    long memory() {
        return memory;
    }

    @Override
    public OptionalLong handle() {
        requireOpen();
        shared = true;
        return OptionalLong.of(memory);
    }

    @Override
    protected void doCopyFrom(int offset, MemorySegment source) {
        device.staging().copyIn(source, memory, (long) offset * type().bytes());
    }

    @Override
    protected void doCopyTo(int offset, MemorySegment target) {
        device.staging().copyOut(memory, (long) offset * type().bytes(), target);
        device.events().settle();
    }

    @Override
    protected void release() {
        device.release(this, wrapped, shared);
    }
}
