package dev.soma.layers;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Device;
import dev.soma.runtime.catalog.HostArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network on a device: an architecture with parameters.
 *
 * <p>All of it stays on the device between steps; only inputs and what is asked for are copied. Not safe for use by several
 * threads at once.
 */
public final class Network implements AutoCloseable {
    private final Device device;
    private final Layer architecture;
    private final Signal input;
    private final Workspace workspace;
    private final LiveLayer root;

    private Network(Device device, Layer architecture, Signal input, long seed) {
        this.device = device;
        this.architecture = architecture;
        this.input = input;
        this.workspace = new Workspace(device);
        this.root = architecture.build(new Construction(device, workspace, seed, ""), input);
    }

    /**
     * Makes a network with random parameters.
     *
     * @param input what it will be given
     * @param seed the random numbers: the same seed gives the same parameters
     * @throws IllegalArgumentException if the layers do not fit together; the message names the layer
     */
    public static Network build(Device device, Layer architecture, Signal input, long seed) {
        return new Network(device, architecture, input, seed);
    }

    /** The device. */
    public Device device() {
        return device;
    }

    /** The layers' description. */
    public Layer architecture() {
        return architecture;
    }

    /** What the network is given. */
    public Signal input() {
        return input;
    }

    /** What the network gives. */
    public Signal output() {
        return root.output();
    }

    LiveLayer root() {
        return root;
    }

    /**
     * A batch of inputs, copied to the device; release it after use.
     *
     * @param values {@code [steps, batch, height, width, channels]}
     */
    public Tensor input(int batch, float... values) {
        if (input.spikes()) {
            throw new IllegalArgumentException("this network's input is spikes, not floats");
        }
        if (values.length != input.size(batch)) {
            throw new IllegalArgumentException("values has " + values.length + " elements, expected "
                    + input.size(batch) + " for " + batch + " samples of " + input);
        }
        Tensor tensor = workspace.tensor(input, batch);
        tensor.buffer().copyFrom(values);
        return tensor;
    }

    /** Computes the output; release it after use. */
    public Tensor forward(Tensor x, Pass pass) {
        if (!x.signal().equals(input)) {
            throw new IllegalArgumentException("the input is " + x.signal() + ", expected " + input);
        }
        return root.forward(x, pass);
    }

    /**
     * Writes the gradients of all parameters.
     *
     * @param gradOutput gradient of the output of the last forward in training; this takes over the caller's hold
     */
    public void backward(Tensor gradOutput) {
        Tensor gradX = root.backward(gradOutput, false);
        if (gradX != null) {
            gradX.release();
        }
    }

    /** A tensor for gradients of the output, or other values of the caller; its contents are undefined. */
    public Tensor tensor(Signal signal, int batch) {
        return workspace.tensor(signal, batch);
    }

    /** All parameters, in the order of the layers. */
    public List<Parameter> parameters() {
        return root.parameters();
    }

    /** The number of learnt values. */
    public long parameterCount() {
        return parameters().stream()
                .mapToLong(parameter -> parameter.value().buffer().length())
                .sum();
    }

    /** All that a checkpoint must hold: parameters and running statistics. */
    public List<NamedBuffer> state() {
        return Stream.concat(parameters().stream().map(Parameter::value), root.statistics().stream())
                .toList();
    }

    /** {@link #state()} copied to the host, by name. */
    public Map<String, HostArray> save() {
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        for (NamedBuffer named : state()) {
            arrays.put(named.name(), HostArray.of(named.buffer().toFloats(), named.shape()));
        }
        return arrays;
    }

    /**
     * Sets {@link #state()} from the host.
     *
     * @throws IllegalArgumentException if an array is missing, unknown or of another size; the message names it, and
     *     nothing has been changed
     */
    public void load(Map<String, HostArray> arrays) {
        Map<String, Buffer> targets = new LinkedHashMap<>();
        for (NamedBuffer named : state()) {
            HostArray array = arrays.get(named.name());
            if (array == null || array.length() != named.buffer().length()) {
                throw new IllegalArgumentException("'" + named.name() + "' is "
                        + (array == null ? "missing" : array.toString()) + ", expected "
                        + HostArray.of(new float[named.buffer().length()], named.shape()));
            }
            targets.put(named.name(), named.buffer());
        }
        for (String name : arrays.keySet()) {
            if (!targets.containsKey(name)) {
                throw new IllegalArgumentException("'" + name + "' does not belong to this network");
            }
        }
        arrays.forEach((name, array) -> {
            Buffer target = targets.get(name);
            if (target != null) {
                target.copyFrom(array.floats());
            }
        });
    }

    /** Bytes of activations and gradients held now, those free for reuse included. */
    public long workspaceBytes() {
        return workspace.bytes();
    }

    /** Frees the parameters and all memory. */
    @Override
    public void close() {
        root.close();
        workspace.close();
    }
}
