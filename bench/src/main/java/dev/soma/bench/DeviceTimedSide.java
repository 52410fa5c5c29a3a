package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Event;
import java.util.List;
import java.util.Map;

/** A side that launches kernels and takes the device's own time of them, between an event before and an event after. */
final class DeviceTimedSide implements Side {
    private final Device device;
    private final List<Buffer> arrays;
    private final Runnable launch;

    DeviceTimedSide(Device device, DeviceKernel kernel) {
        this.device = device;
        this.arrays = kernel.arrays(device);
        this.launch = kernel.soma(device, arrays);
    }

    @Override
    public void prepare() {
        device.finish();
    }

    @Override
    public void run() {
        launch.run();
        device.finish();
    }

    @Override
    public long nanos() {
        Event before = device.record();
        launch.run();
        return device.record().nanosSince(before);
    }

    /** The values of the result; of ints their bits, 0 and 1. */
    @Override
    public Map<String, float[]> results() {
        Buffer result = arrays.getLast();
        return Map.of("result", result.type() == DataType.FLOAT ? result.toFloats() : bits(result.toInts()));
    }

    private static float[] bits(int... words) {
        float[] bits = new float[words.length * Integer.SIZE];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = words[i / Integer.SIZE] >>> i & 1;
        }
        return bits;
    }

    @Override
    public void close() {
        device.finish();
        arrays.forEach(Buffer::close);
    }
}
