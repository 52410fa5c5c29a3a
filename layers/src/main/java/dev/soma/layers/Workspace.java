package dev.soma.layers;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of a network's activations and gradients: buffers that are used again as soon as they are given back, so that
 * training allocates nothing once all sizes have occurred. Contents are undefined.
 */
final class Workspace implements AutoCloseable {
    private final Device device;
    private final Map<Key, Deque<Buffer>> free = new HashMap<>();
    private final List<Buffer> all = new ArrayList<>();

    private record Key(DataType type, int length) {}

    Workspace(Device device) {
        this.device = device;
    }

    /** A tensor held once. */
    Tensor tensor(Signal signal, int batch) {
        DataType type = signal.spikes() ? DataType.INT : DataType.FLOAT;
        return new Tensor(signal, batch, take(type, signal.bufferLength(batch)), this);
    }

    Buffer take(DataType type, int length) {
        Deque<Buffer> candidates = free.get(new Key(type, length));
        if (candidates != null && !candidates.isEmpty()) {
            return candidates.pop();
        }
        Buffer buffer = device.allocate(type, length);
        all.add(buffer);
        return buffer;
    }

    void giveBack(Buffer buffer) {
        free.computeIfAbsent(new Key(buffer.type(), buffer.length()), key -> new ArrayDeque<>())
                .push(buffer);
    }

    /** Bytes of all buffers, in use or not. */
    long bytes() {
        return all.stream()
                .mapToLong(buffer -> (long) buffer.length() * buffer.type().bytes())
                .sum();
    }

    @Override
    public void close() {
        all.forEach(Buffer::close);
        all.clear();
        free.clear();
    }
}
