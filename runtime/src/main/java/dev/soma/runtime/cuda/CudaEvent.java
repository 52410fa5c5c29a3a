package dev.soma.runtime.cuda;

import dev.soma.runtime.Event;

/** A place in a device's stream, timed by the GPU with a resolution of half a microsecond. */
final class CudaEvent implements Event {
    private static final double NANOS_PER_MILLI = 1e6;

    private final CudaDevice device;
    private final CudaContext context;
    private final long event;

    CudaEvent(CudaDevice device, CudaContext context, long event) {
        this.device = device;
        this.context = context;
        this.event = event;
    }

    @Override
    public void await() {
        device.requireOpen();
        context.run(() -> context.driver().synchronizeEvent(event));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an event belongs to one device object
    public long nanosSince(Event earlier) {
        if (!(earlier instanceof CudaEvent start) || start.device != device) {
            throw new IllegalArgumentException("earlier is " + earlier + ", expected an event of the same device");
        }
        start.await();
        await();
        float[] millis = new float[1];
        context.run(() -> millis[0] = context.driver().elapsedMillis(start.event, event));
        return Math.round(millis[0] * NANOS_PER_MILLI);
    }
}
