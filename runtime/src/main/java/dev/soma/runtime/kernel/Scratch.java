package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import org.jspecify.annotations.Nullable;

/**
 * Floats that an operation needs only while it runs: one buffer, kept for the next call and replaced by a longer one when
 * needed. The device frees it with its other memory.
 */
final class Scratch {
    private final Device device;
    private @Nullable Buffer buffer;

    Scratch(Device device) {
        this.device = device;
    }

    /** A buffer of at least {@code length} floats with undefined contents. */
    Buffer floats(int length) {
        Buffer current = buffer;
        if (current == null || current.length() < length) {
            if (current != null) {
                current.close();
            }
            current = device.allocate(DataType.FLOAT, length);
            buffer = current;
        }
        return current;
    }
}
