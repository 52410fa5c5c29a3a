package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.util.Map;

/** A side that launches kernels and waits for them: Soma's or one written by hand. */
final class LaunchSide implements Side {
    private final Device device;
    private final Runnable launch;
    private final Buffer result;
    private final Runnable free;

    /**
     * A side.
     *
     * @param launch enqueues everything
     * @param result where the result is afterwards
     * @param free frees what the side has
     */
    LaunchSide(Device device, Runnable launch, Buffer result, Runnable free) {
        this.device = device;
        this.launch = launch;
        this.result = result;
        this.free = free;
    }

    @Override
    public void run() {
        launch.run();
        device.finish();
    }

    /** The bits of the result: ints are told as the floats that have their bits. */
    @Override
    public Map<String, float[]> results() {
        return Map.of("result", floats(result));
    }

    private static float[] floats(Buffer buffer) {
        if (buffer.type() == DataType.FLOAT) {
            return buffer.toFloats();
        }
        int[] ints = buffer.toInts();
        float[] floats = new float[ints.length];
        for (int i = 0; i < ints.length; i++) {
            floats[i] = Float.intBitsToFloat(ints[i]);
        }
        return floats;
    }

    @Override
    public void close() {
        device.finish();
        free.run();
    }
}
