package dev.soma.runtime.cuda;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/** A buffer in the GPU's memory. */
final class CudaBuffer extends Buffer {
    private final CudaDevice device;
    private final long pointer;
    private final boolean wrapped;
    private boolean shared;

    /**
     * A buffer at that address.
     *
     * @param wrapped whether the memory is someone else's, and not the pool's
     */
    CudaBuffer(CudaDevice device, DataType type, int length, long pointer, boolean wrapped) {
        super(device, type, length);
        this.device = device;
        this.pointer = pointer;
        this.wrapped = wrapped;
    }

    /** The {@code CUdeviceptr}, for launches; liveness has been checked. */
    long pointer() {
        return pointer;
    }

    /** Whether the two share an address. */
    boolean overlaps(CudaBuffer other) {
        return pointer < other.address(other.length()) && other.pointer < address(length());
    }

    @Override
    public OptionalLong handle() {
        requireOpen();
        shared = true;
        return OptionalLong.of(pointer);
    }

    @Override
    protected void doCopyFrom(int offset, MemorySegment source) {
        device.transfer().copyIn(address(offset), source);
    }

    @Override
    protected void doCopyTo(int offset, MemorySegment target) {
        device.transfer().copyOut(target, address(offset));
    }

    @Override
    protected void release() {
        if (!wrapped) {
            device.release(pointer, shared);
        }
    }

    private long address(int offset) {
        return pointer + (long) offset * type().bytes();
    }
}
