package dev.soma.runtime.tornado;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The buffers of one device; the memory of closed ones is used again for the same type and length. */
final class TornadoMemory {
    private final Device device;
    private final TornadoPlan plan;
    private final Map<Key, Deque<TornadoPlan.Memory>> free = new HashMap<>();

    private record Key(DataType type, int length) {}

    TornadoMemory(Device device, TornadoPlan plan) {
        this.device = device;
        this.plan = plan;
    }

    /** A buffer whose elements are 0. */
    Buffer allocate(DataType type, int length) {
        return new TornadoBuffer(device, type, length, memory(type, length), this);
    }

    private TornadoPlan.Memory memory(DataType type, int length) {
        Object zeros = type.zeros(length);
        TornadoPlan.Memory reused = reuse(new Key(type, length));
        if (reused != null) {
            reused.write(zeros);
            return reused;
        }
        try {
            return plan.allocate(zeros);
        } catch (DeviceException outOfMemory) {
            if (free.isEmpty()) {
                throw outOfMemory;
            }
            clear();
            return plan.allocate(zeros);
        }
    }

    private TornadoPlan.@Nullable Memory reuse(Key key) {
        Deque<TornadoPlan.Memory> candidates = free.get(key);
        return candidates == null ? null : candidates.poll();
    }

    /** Takes the memory of a closed buffer. */
    void giveBack(DataType type, int length, TornadoPlan.Memory memory) {
        free.computeIfAbsent(new Key(type, length), key -> new ArrayDeque<>()).push(memory);
    }

    private void clear() {
        free.values().forEach(memories -> memories.forEach(TornadoPlan.Memory::free));
        free.clear();
    }
}
