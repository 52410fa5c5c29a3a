package dev.soma.runtime.host;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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

    // Copies are typed, array to segment and back. Between two heap segments JDK 25 copies a few words by loops of wide
    // accesses to the float[], and its compiled code was seen to lose small copies in a JVM that had run for long.

    @Override
    protected void doCopyFrom(int offset, MemorySegment source) {
        int count = Math.toIntExact(source.byteSize() / type().bytes());
        MemorySegment.copy(source, layout(), 0, array, offset, count);
    }

    @Override
    protected void doCopyTo(int offset, MemorySegment target) {
        int count = Math.toIntExact(target.byteSize() / type().bytes());
        MemorySegment.copy(array, offset, target, layout(), 0, count);
    }

    @Override
    protected void release() {
        if (pooled) {
            owner.giveBack(type(), array);
        }
    }

    private ValueLayout layout() {
        return type() == DataType.FLOAT ? ValueLayout.JAVA_FLOAT_UNALIGNED : ValueLayout.JAVA_INT_UNALIGNED;
    }
}
