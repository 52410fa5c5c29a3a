package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Device;
import java.util.List;

/** A kernel, or an operation of few kernels, with arrays to run it on, on any device that runs kernels. */
interface DeviceKernel {
    /** What is computed, in few words. */
    String name();

    /** The arrays on a device; the last is the result. */
    List<Buffer> arrays(Device device);

    /** What launches it. */
    Runnable soma(Device device, List<Buffer> arrays);
}
