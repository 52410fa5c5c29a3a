package dev.soma.runtime.catalog;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Ops;
import dev.soma.runtime.Spikes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation with its arrays on a device: what an operation's body reads. */
public final class Call extends Sizes implements AutoCloseable {
    private final Operation operation;
    private final Device device;
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final List<Buffer> scalars = new ArrayList<>();

    Call(Operation operation, Device device, Map<String, HostArray> inputs, Map<String, String> values) {
        super(settings(operation, values));
        this.operation = operation;
        this.device = device;
        try {
            bind(inputs);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Enqueues the operation. */
    public void run() {
        operation.execute(this);
    }

    /** The device's operations. */
    public Ops ops() {
        return device.ops();
    }

    /** The device. */
    public Device device() {
        return device;
    }

    /** The buffer of an array that is always there. */
    public Buffer buffer(String name) {
        Buffer buffer = buffers.get(name);
        if (buffer == null) {
            throw new IllegalArgumentException("array '" + name + "' is missing");
        }
        return buffer;
    }

    /** The buffer of an optional array, or null if it was not given. */
    public @Nullable Buffer optional(String name) {
        return buffers.get(name);
    }

    /** A buffer of a few floats that belongs to the call: for scalars that operations take as arrays. */
    public Buffer scalars(float... values) {
        Buffer buffer = device.allocate(values);
        scalars.add(buffer);
        return buffer;
    }

    /** The results, copied to the host. */
    public Map<String, HostArray> results() {
        Map<String, HostArray> results = new LinkedHashMap<>();
        for (ArraySpec array : operation.arrays()) {
            if (array.isResult()) {
                results.put(array.name(), fetch(array));
            }
        }
        return results;
    }

    /** Frees the buffers. */
    @Override
    public void close() {
        buffers.values().forEach(Buffer::close);
        scalars.forEach(Buffer::close);
    }

    private static Map<String, String> settings(Operation operation, Map<String, String> values) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (SettingSpec setting : operation.settings()) {
            String value = values.getOrDefault(setting.name(), setting.defaultValue());
            setting.check(value);
            settings.put(setting.name(), value);
        }
        for (String name : values.keySet()) {
            if (!settings.containsKey(name)) {
                throw new IllegalArgumentException("the operation " + operation + " has no setting '" + name
                        + "'; expected " + (settings.isEmpty() ? "none" : String.join(", ", settings.keySet())));
            }
        }
        return settings;
    }

    private void bind(Map<String, HostArray> inputs) {
        for (String name : inputs.keySet()) {
            ArraySpec array = operation.array(name).orElse(null);
            if (array == null || array.role() == ArraySpec.Role.OUTPUT) {
                throw new IllegalArgumentException(
                        "the operation " + operation + " has no input array '" + name + "'; expected " + inputNames());
            }
        }
        for (ArraySpec array : operation.arrays()) {
            HostArray given = inputs.get(array.name());
            if (given != null) {
                match(array, given.shape());
            } else if (array.role() == ArraySpec.Role.INPUT) {
                throw new IllegalArgumentException(
                        "the operation " + operation + " needs the array '" + array.name() + "' " + array.shapeText());
            }
        }
        operation.derive(this);
        for (ArraySpec array : operation.arrays()) {
            HostArray given = inputs.get(array.name());
            if (given != null) {
                store(array, given);
            } else if (array.isResult()) {
                create(array);
            }
        }
    }

    private void store(ArraySpec array, HostArray given) {
        shapes.put(array.name(), given.shape());
        try {
            buffers.put(
                    array.name(),
                    switch (array.kind()) {
                        case FLOATS -> device.allocate(given.floats());
                        case INTS -> device.allocate(given.ints());
                        case SPIKES -> device.allocate(pack(given));
                    });
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("array '" + array.name() + "': " + e.getMessage(), e);
        }
    }

    private void create(ArraySpec array) {
        int[] shape = shapeOf(array);
        shapes.put(array.name(), shape);
        Buffer buffer = switch (array.kind()) {
            case FLOATS -> device.allocate(DataType.FLOAT, length(shape));
            case INTS -> device.allocate(DataType.INT, length(shape));
            case SPIKES -> device.allocate(DataType.INT, rows(shape) * Spikes.words(channels(shape)));
        };
        buffers.put(array.name(), buffer);
        if (array.role() == ArraySpec.Role.UPDATED && array.fill() != 0) {
            float[] values = new float[buffer.length()];
            Arrays.fill(values, array.fill());
            buffer.copyFrom(values);
        }
    }

    private HostArray fetch(ArraySpec array) {
        Buffer buffer = buffer(array.name());
        int[] shape = shapes.getOrDefault(array.name(), new int[0]);
        return switch (array.kind()) {
            case FLOATS -> HostArray.of(buffer.toFloats(), shape);
            case INTS -> HostArray.of(buffer.toInts(), shape);
            case SPIKES -> HostArray.of(Spikes.unpack(buffer.toInts(), rows(shape), channels(shape)), shape);
        };
    }

    private static int[] pack(HostArray given) {
        int[] bits = given.ints();
        for (int bit : bits) {
            if (bit != 0 && bit != 1) {
                throw new IllegalArgumentException("spikes are 0 or 1, found " + bit);
            }
        }
        return Spikes.pack(bits, rows(given.shape()), channels(given.shape()));
    }

    private static int channels(int[] shape) {
        return shape[shape.length - 1];
    }

    private static int rows(int[] shape) {
        return length(Arrays.copyOf(shape, shape.length - 1));
    }

    private static int length(int[] shape) {
        int length = 1;
        for (int size : shape) {
            length = Math.multiplyExact(length, size);
        }
        return length;
    }

    private String inputNames() {
        return String.join(
                ", ",
                operation.arrays().stream()
                        .filter(array -> array.role() != ArraySpec.Role.OUTPUT)
                        .map(ArraySpec::name)
                        .toList());
    }
}
