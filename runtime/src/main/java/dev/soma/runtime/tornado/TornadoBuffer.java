package dev.soma.runtime.tornado;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A buffer in the memory of TornadoVM's device. TornadoVM copies whole Java arrays: a copy from or to the whole of one is direct,
 * other copies go through one, and a copy of a part to the device first reads what is there.
 */
final class TornadoBuffer extends Buffer {
    private final TornadoPlan.Memory memory;
    private final TornadoMemory owner;

    TornadoBuffer(Device device, DataType type, int length, TornadoPlan.Memory memory, TornadoMemory owner) {
        super(device, type, length);
        this.memory = memory;
        this.owner = owner;
    }

    /** The memory of an open buffer. */
    static TornadoPlan.Memory memory(Buffer buffer) {
        TornadoBuffer own = (TornadoBuffer) buffer;
        own.requireOpen();
        return own.memory;
    }

    @Override
    protected void doCopyFrom(int offset, MemorySegment source) {
        int count = elements(source);
        if (isWholeArray(source)) {
            memory.write(source.heapBase().orElseThrow());
        } else if (count > 0) {
            Object array = newArray();
            if (count < length()) {
                memory.read(array);
            }
            MemorySegment.copy(source, layout(), 0, array, offset, count);
            memory.write(array);
        }
    }

    @Override
    protected void doCopyTo(int offset, MemorySegment target) {
        int count = elements(target);
        if (isWholeArray(target) && !target.isReadOnly()) {
            memory.read(target.heapBase().orElseThrow());
        } else if (count > 0) {
            Object array = newArray();
            memory.read(array);
            MemorySegment.copy(array, offset, target, layout(), 0, count);
        }
    }

    @Override
    protected void release() {
        owner.giveBack(type(), length(), memory);
    }

    /** Whether the segment is all of a Java array that is just like this buffer. */
    private boolean isWholeArray(MemorySegment segment) {
        Object base = segment.heapBase().orElse(null);
        int arrayLength = base instanceof float[] floats && type() == DataType.FLOAT
                ? floats.length
                : base instanceof int[] ints && type() == DataType.INT ? ints.length : -1;
        return arrayLength == length() && elements(segment) == length();
    }

    private int elements(MemorySegment segment) {
        return Math.toIntExact(segment.byteSize() / type().bytes());
    }

    private Object newArray() {
        return type() == DataType.FLOAT ? new float[length()] : new int[length()];
    }

    private ValueLayout layout() {
        return type() == DataType.FLOAT ? ValueLayout.JAVA_FLOAT_UNALIGNED : ValueLayout.JAVA_INT_UNALIGNED;
    }
}
