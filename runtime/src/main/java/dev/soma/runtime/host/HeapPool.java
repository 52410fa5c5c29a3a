package dev.soma.runtime.host;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heap buffers of one device; the arrays of closed ones are used again for the same type and length. */
public final class HeapPool {
    private final Device device;
    private final Map<Key, Deque<Object>> free = new HashMap<>();

    private record Key(DataType type, int length) {}

    /** A pool of that device's buffers. */
    public HeapPool(Device device) {
        this.device = device;
    }

    /** A buffer whose elements are 0. */
    public Buffer allocate(DataType type, int length) {
        device.requireOpen();
        Object array = reuse(type, length);
        return new HeapBuffer(device, type, length, array != null ? array : create(type, length), this, true);
    }

    /** A buffer around the whole array behind a heap segment. */
    public Buffer wrap(DataType type, MemorySegment memory) {
        device.requireOpen();
        Object base = memory.heapBase().orElse(null);
        int length = arrayLength(base);
        boolean matches = type == DataType.FLOAT ? base instanceof float[] : base instanceof int[];
        if (base == null || !matches || memory.isReadOnly() || memory.byteSize() != (long) length * type.bytes()) {
            throw new IllegalArgumentException("memory is " + memory + ", but the device " + device.name()
                    + " computes on Java arrays: expected MemorySegment.ofArray of a whole "
                    + (type == DataType.FLOAT ? "float[]" : "int[]")
                    + "; for other memory allocate a buffer and use copyFrom and copyTo");
        }
        return new HeapBuffer(device, type, length, base, this, false);
    }

    /** Forgets the free arrays. */
    public void clear() {
        free.clear();
    }

    void giveBack(DataType type, Object array) {
        free.computeIfAbsent(new Key(type, arrayLength(array)), key -> new ArrayDeque<>())
                .push(array);
    }

    private @Nullable Object reuse(DataType type, int length) {
        Deque<Object> candidates = free.get(new Key(type, length));
        if (candidates == null || candidates.isEmpty()) {
            return null;
        }
        Object array = candidates.pop();
        if (array instanceof float[] floats) {
            Arrays.fill(floats, 0f);
        } else {
            Arrays.fill((int[]) array, 0);
        }
        return array;
    }

    private Object create(DataType type, int length) {
        try {
            return type.zeros(length);
        } catch (OutOfMemoryError first) {
            free.clear();
            try {
                return type.zeros(length);
            } catch (OutOfMemoryError second) {
                throw new DeviceException(
                        "the Java heap has no room for " + type.bytes(length)
                                + " bytes; use a smaller batch or a larger heap (-Xmx)",
                        second);
            }
        }
    }

    private static int arrayLength(@Nullable Object array) {
        if (array instanceof float[] floats) {
            return floats.length;
        }
        return array instanceof int[] ints ? ints.length : -1;
    }
}
