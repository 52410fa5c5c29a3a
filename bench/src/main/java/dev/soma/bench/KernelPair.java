package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Device;
import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.SourceKernel;
import java.util.List;
import java.util.function.Function;

/** A kernel that Soma has compiled from Java, and the same algorithm written by hand in OpenCL C, launched alike. */
interface KernelPair extends DeviceKernel {
    /** The kernel written by hand, with its arguments. */
    SourceKernel byHand(OpenClDevice device, List<Buffer> arrays);

    /** What launches the kernel written by hand. */
    Runnable launch(SourceKernel byHand);

    /** Both as sides whose results must have the same bits. */
    default Work<OpenClDevice> work() {
        Function<Device, Side> soma = device -> {
            List<Buffer> arrays = arrays(device);
            return new LaunchSide(device, soma(device, arrays), arrays.getLast(), () -> arrays.forEach(Buffer::close));
        };
        Function<OpenClDevice, Side> peer = device -> {
            List<Buffer> arrays = arrays(device);
            SourceKernel kernel = byHand(device, arrays);
            return new LaunchSide(device, launch(kernel), arrays.getLast(), () -> {
                kernel.close();
                arrays.forEach(Buffer::close);
            });
        };
        return new Work<>(name(), 0, 0, Agreement.Tolerance.SAME_BITS, soma, peer);
    }
}
