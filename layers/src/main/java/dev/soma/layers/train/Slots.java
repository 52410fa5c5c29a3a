package dev.soma.layers.train;

import dev.soma.layers.NamedBuffer;
import dev.soma.layers.Parameter;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import java.util.ArrayList;
import java.util.List;

/** One array of an optimizer's state for each parameter, 0 at first. */
final class Slots implements AutoCloseable {
    private final List<NamedBuffer> buffers = new ArrayList<>();

    Slots(Device device, List<Parameter> parameters, String kind) {
        for (Parameter parameter : parameters) {
            buffers.add(new NamedBuffer(
                    "optimizer." + kind + "." + parameter.name(),
                    parameter.value().shape(),
                    device.allocate(DataType.FLOAT, parameter.gradient().length())));
        }
    }

    NamedBuffer get(int index) {
        return buffers.get(index);
    }

    List<NamedBuffer> all() {
        return List.copyOf(buffers);
    }

    @Override
    public void close() {
        buffers.forEach(named -> named.buffer().close());
    }
}
