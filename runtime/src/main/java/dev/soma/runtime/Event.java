package dev.soma.runtime;

/** A place in a device's queue. */
public interface Event {

    /** Waits until everything enqueued before this event is done. */
    void await();

    /** Nanoseconds of device time from {@code earlier}, an event of the same device, to this one; waits for both. */
    long nanosSince(Event earlier);
}
