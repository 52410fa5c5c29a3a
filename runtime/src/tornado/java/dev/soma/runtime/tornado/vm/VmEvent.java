package dev.soma.runtime.tornado.vm;

import dev.soma.runtime.Event;
import uk.ac.manchester.tornado.runtime.common.TornadoXPUDevice;

/** A marker in the queue of an execution plan. */
record VmEvent(uk.ac.manchester.tornado.api.common.Event marker, long plan) implements Event {

    static VmEvent after(TornadoXPUDevice device, long plan) {
        return new VmEvent(device.resolveEvent(plan, device.enqueueMarker(plan)), plan);
    }

    @Override
    public void await() {
        marker.waitForEvents(plan);
    }

    @Override
    public long nanosSince(Event earlier) {
        VmEvent other = (VmEvent) earlier;
        await();
        other.await();
        return marker.getEndTime() - other.marker.getEndTime();
    }
}
