package dev.soma.runtime.cuda;

import dev.soma.runtime.Event;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The driver's events of one device. Nobody closes an {@link Event}: those that were collected are used again. */
final class CudaEvents implements AutoCloseable {
    private final CudaDevice device;
    private final CudaContext context;
    private final Deque<Long> idle = new ArrayDeque<>();
    private final Set<Handle> handles = new HashSet<>();
    private final ReferenceQueue<CudaEvent> collected = new ReferenceQueue<>();

    /** What remains of a collected event. */
    private static final class Handle extends PhantomReference<CudaEvent> {
        private final long event;

        Handle(CudaEvent referent, long event, ReferenceQueue<CudaEvent> queue) {
            super(referent, queue);
            this.event = event;
        }
    }

    CudaEvents(CudaDevice device, CudaContext context) {
        this.device = device;
        this.context = context;
    }

    /** An event behind all that has been enqueued. */
    CudaEvent record() {
        reuse();
        Long unused = idle.poll();
        long event = unused != null ? unused : context.call(context.driver()::createEvent);
        CudaEvent recorded = new CudaEvent(device, context, event);
        handles.add(new Handle(recorded, event, collected));
        context.run(() -> context.driver().recordEvent(event, context.stream()));
        return recorded;
    }

    /** Events of the driver that exist. */
    int size() {
        return handles.size() + idle.size();
    }

    private void reuse() {
        for (Reference<? extends CudaEvent> gone = collected.poll(); gone != null; gone = collected.poll()) {
            Handle handle = (Handle) gone;
            handles.remove(handle);
            idle.push(handle.event);
        }
    }

    /** Destroys all events. */
    @Override
    public void close() {
        for (Handle handle : handles) {
            context.dispose(() -> context.driver().destroyEvent(handle.event));
        }
        handles.clear();
        for (long event : idle) {
            context.dispose(() -> context.driver().destroyEvent(event));
        }
        idle.clear();
    }
}
