package dev.soma.runtime.host;

import dev.soma.runtime.Event;

/** An event of a device whose operations are done when their call returns: a point in time. */
public record HostEvent(long nanoTime) implements Event {

    /** Now. */
    public static HostEvent now() {
        return new HostEvent(System.nanoTime());
    }

    @Override
    public void await() {}

    @Override
    public long nanosSince(Event earlier) {
        return nanoTime - ((HostEvent) earlier).nanoTime;
    }
}
