package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.KernelDevice;
import org.jspecify.annotations.Nullable;

/** Memory for what one launch leaves for the next: kept between operations, replaced by more when more is needed. */
final class Scratch {
    private final KernelDevice device;
    private @Nullable Buffer buffer;

    Scratch(KernelDevice device) {
        this.device = device;
    }

    /** A buffer of at least that many floats, with undefined contents; what it gave before is no longer valid. */
    Buffer floats(int minimumLength) {
        Buffer kept = buffer;
        if (kept == null || kept.length() < minimumLength) {
            if (kept != null) {
                kept.close();
            }
            kept = device.allocate(DataType.FLOAT, minimumLength);
            buffer = kept;
        }
        return kept;
    }
}
