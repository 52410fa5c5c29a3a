package dev.soma.runtime.host;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.lang.foreign.MemorySegment;

/** A buffer that is a Java array: pooled, or wrapped around an array of the user's. */
public final class HeapBuffer extends Buffer {
    private final Object array;
    private final HeapPool owner;
    private final boolean pooled;

    HeapBuffer(Device device, DataType type, int length, Object array, HeapPool owner, boolean pooled) {
        super(device, type, length);
        this.array = array;
        this.owner = owner;
        this.pooled = pooled;
    }

    /** The array of a float buffer. */
    public static float[] floats(Buffer buffer) {
        HeapBuffer heap = (HeapBuffer) buffer;
        heap.requireOpen();
        return (float[]) heap.array;
    }

    /** The array of an int buffer. */
    public static int[] ints(Buffer buffer) {
        HeapBuffer heap = (HeapBuffer) buffer;
        heap.requireOpen();
        return (int[]) heap.array;
    }

    @Override
    protected void doCopyFrom(int offset, MemorySegment source) {
        MemorySegment.copy(source, 0, segment(), (long) offset * type().bytes(), source.byteSize());
    }

    @Override
    protected void doCopyTo(int offset, MemorySegment target) {
        MemorySegment.copy(segment(), (long) offset * type().bytes(), target, 0, target.byteSize());
    }

    @Override
    protected void release() {
        if (pooled) {
            owner.giveBack(type(), array);
        }
    }

    private MemorySegment segment() {
        return type() == DataType.FLOAT ? MemorySegment.ofArray((float[]) array) : MemorySegment.ofArray((int[]) array);
    }
}
