package dev.soma.runtime.opencl;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Event;
import org.jspecify.annotations.Nullable;

/** A place in an OpenCL queue; its time is read from the driver once the place has been passed. */
final class OpenClEvent implements Event {
    private static final int PROFILING_COMMAND_END = 0x1283;

    private final ClQueue queue;
    private final long handle;
    private boolean settled;
    private long endNanos;
    private @Nullable DeviceException noTime;

    OpenClEvent(ClQueue queue) {
        this.queue = queue;
        this.handle = queue.mark();
    }

    @Override
    public void await() {
        if (!settled) {
            queue.await(handle);
            settle();
        }
    }

    @Override
    public long nanosSince(Event earlier) {
        if (!(earlier instanceof OpenClEvent other) || other.queue != queue) {
            throw new IllegalArgumentException("earlier is " + earlier + ", expected an event of the same device");
        }
        await();
        other.await();
        return endNanos() - other.endNanos();
    }

    private long endNanos() {
        if (noTime != null) {
            throw new DeviceException("the driver keeps no time of this event: measure on the host instead", noTime);
        }
        return endNanos;
    }

    boolean isSettled() {
        return settled;
    }

    /** Takes the time of a place that has been passed, and frees the driver's event. */
    void settle() {
        if (!settled) {
            settled = true;
            try {
                endNanos = ClInfo.EVENT_PROFILING.number(handle, PROFILING_COMMAND_END);
            } catch (DeviceException e) {
                noTime = e;
            }
            ClObject.EVENT.release(handle);
        }
    }
}
