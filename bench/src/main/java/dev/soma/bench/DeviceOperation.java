package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Device;
import dev.soma.runtime.Ops;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * An operation on any device.
 *
 * @param name what is computed, in few words
 * @param allocate makes the arrays; the last is the result
 * @param call what runs it on them
 */
record DeviceOperation(String name, Function<Device, List<Buffer>> allocate, BiConsumer<Ops, List<Buffer>> call)
        implements DeviceKernel {

    @Override
    public List<Buffer> arrays(Device device) {
        return allocate.apply(device);
    }

    @Override
    public Runnable soma(Device device, List<Buffer> arrays) {
        Ops ops = device.ops();
        return () -> call.accept(ops, arrays);
    }
}
