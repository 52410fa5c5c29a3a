package dev.soma.runtime.opencl;

import java.util.ArrayDeque;

/** The events that hold an object of the driver, until a wait for the whole queue settles them. */
final class EventLog {
    private final ArrayDeque<OpenClEvent> open = new ArrayDeque<>();

    OpenClEvent record(ClQueue queue) {
        while (!open.isEmpty() && open.peek().isSettled()) {
            open.remove();
        }
        OpenClEvent event = new OpenClEvent(queue);
        open.add(event);
        return event;
    }

    /** Settles all events: everything that has been enqueued is done. */
    void settle() {
        while (!open.isEmpty()) {
            open.remove().settle();
        }
    }
}
