package dev.soma.layers;

import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Ops;
import java.util.SplittableRandom;

/** Where a layer is built: the device, the network's memory, the layer's place in the network, and its random numbers. */
public final class Construction {
    private final Device device;
    private final Workspace workspace;
    private final long seed;
    private final String path;

    Construction(Device device, Workspace workspace, long seed, String path) {
        this.device = device;
        this.workspace = workspace;
        this.seed = seed;
        this.path = path;
    }

    /** The place of an inner layer. */
    public Construction inner(String name) {
        return new Construction(device, workspace, seed, path.isEmpty() ? name : path + "." + name);
    }

    /** The layer's place in the network: the names on the way to it, joined by dots. */
    public String path() {
        return path;
    }

    /** The device. */
    public Device device() {
        return device;
    }

    /** The device's operations. */
    public Ops ops() {
        return device.ops();
    }

    /** The network's seed. */
    public long seed() {
        return seed;
    }

    /** A tensor for activations or gradients, held once; its contents are undefined. */
    public Tensor tensor(Signal signal, int batch) {
        return workspace.tensor(signal, batch);
    }

    /** A buffer that the layer keeps, filled with {@code value}. */
    public NamedBuffer filled(String name, float value, int... shape) {
        float[] values = new float[length(shape)];
        java.util.Arrays.fill(values, value);
        return new NamedBuffer(fullName(name), shape, device.allocate(values));
    }

    /** A buffer that the layer keeps, normally distributed around 0; the numbers depend on seed and name only. */
    public NamedBuffer normal(String name, double deviation, int... shape) {
        SplittableRandom random =
                new SplittableRandom(seed * 0x9E3779B97F4A7C15L + fullName(name).hashCode());
        float[] values = new float[length(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return new NamedBuffer(fullName(name), shape, device.allocate(values));
    }

    /** A parameter of that value, with its gradient. */
    public Parameter parameter(NamedBuffer value, boolean decays) {
        return new Parameter(
                value, device.allocate(DataType.FLOAT, value.buffer().length()), decays);
    }

    /** An error about the layer being built. */
    public IllegalArgumentException error(String message) {
        return new IllegalArgumentException("layer '" + path + "': " + message);
    }

    private String fullName(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static int length(int... shape) {
        int length = 1;
        for (int size : shape) {
            length = Math.multiplyExact(length, size);
        }
        return length;
    }
}
