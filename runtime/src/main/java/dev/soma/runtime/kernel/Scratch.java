package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import org.jspecify.annotations.Nullable;

/**
 * A float buffer for what an operation's kernels hand to one another: kept between calls, and replaced by a larger one when
 * more is needed. Operations run in order, so that all of them can share it; nothing in it outlives an operation.
 */
final class Scratch {
    private final Device device;
    private @Nullable Buffer buffer;

    Scratch(Device device) {
        this.device = device;
    }

    /** A buffer of at least {@code length} floats, contents undefined. */
    Buffer floats(int length) {
        Buffer current = buffer;
        if (current == null || current.length() < length) {
            buffer = null;
            if (current != null) {
                current.close();
            }
            current = device.allocate(DataType.FLOAT, length);
            buffer = current;
        }
        return current;
    }
}
