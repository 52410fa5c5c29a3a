package dev.soma.layers.train;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.soma.layers.Layer;
import dev.soma.layers.NamedBuffer;
import dev.soma.layers.Network;
import dev.soma.layers.Signal;
import dev.soma.layers.io.FormatException;
import dev.soma.layers.io.SafeTensors;
import dev.soma.layers.io.Tensor;
import dev.soma.layers.io.TensorFile;
import dev.soma.runtime.Device;
import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network in a safetensors file: architecture, parameters and running statistics, and of a run that can go on, the
 * optimizer. The tensors have the names of {@link Network#state()}; the optimizer's begin with {@code optimizer.}.
 *
 * @param architecture the layers
 * @param input what the network is given
 * @param state parameters and running statistics by name
 * @param optimizerState the optimizer's arrays by name; empty if it was not saved
 * @param optimizerSteps updates made so far
 * @param notes whatever the program that saved it wants to find again, by key
 */
public record Checkpoint(
        Layer architecture,
        Signal input,
        Map<String, HostArray> state,
        Map<String, HostArray> optimizerState,
        long optimizerSteps,
        Map<String, String> notes) {

    /** Records as their components, without what else their methods tell. */
    private static final ObjectMapper JSON =
            new ObjectMapper().setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);

    private static final String OPTIMIZER = "optimizer.";
    private static final String ARCHITECTURE = "soma.architecture";
    private static final String INPUT = "soma.input";
    private static final String STEPS = "soma.optimizerSteps";
    private static final String CURE = "expected a checkpoint that Soma wrote";

    /** A network for inference, as it is now. */
    public static Checkpoint of(Network network, Map<String, String> notes) {
        return new Checkpoint(network.architecture(), network.input(), network.save(), Map.of(), 0, notes);
    }

    /** A network and its optimizer, as they are now: enough to go on training to the same bits. */
    public static Checkpoint of(Network network, Optimizer optimizer, Map<String, String> notes) {
        Map<String, HostArray> optimizerState = new LinkedHashMap<>();
        for (NamedBuffer named : optimizer.state()) {
            optimizerState.put(named.name(), HostArray.of(named.buffer().toFloats(), named.shape()));
        }
        return new Checkpoint(
                network.architecture(), network.input(), network.save(), optimizerState, optimizer.steps(), notes);
    }

    /** Writes the file beside its place and renames it: a kill at any moment leaves the old file or the new one. */
    public void write(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state.forEach((name, array) -> tensors.put(name, Tensor.of(array)));
        optimizerState.forEach((name, array) -> tensors.put(name, Tensor.of(array)));
        Map<String, String> metadata = new LinkedHashMap<>(notes);
        metadata.put(ARCHITECTURE, JSON.writerFor(Layer.class).writeValueAsString(architecture));
        metadata.put(INPUT, JSON.writeValueAsString(input));
        metadata.put(STEPS, Long.toString(optimizerSteps));
        SafeTensors.write(file, tensors, metadata);
    }

    /**
     * Reads a file.
     *
     * @throws FormatException if it is truncated or no checkpoint of Soma's; the message says what is wrong
     */
    public static Checkpoint read(Path file) throws IOException {
        TensorFile content = SafeTensors.read(file);
        Map<String, String> notes = new LinkedHashMap<>(content.metadata());
        Layer architecture = parse(file, ARCHITECTURE, notes.remove(ARCHITECTURE), Layer.class);
        Signal input = parse(file, INPUT, notes.remove(INPUT), Signal.class);
        long steps = parse(file, STEPS, notes.remove(STEPS), Long.class);
        Map<String, HostArray> state = new LinkedHashMap<>();
        Map<String, HostArray> optimizerState = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> entry : content.tensors().entrySet()) {
            Tensor tensor = entry.getValue();
            if (!(tensor.values() instanceof float[] values)) {
                throw new FormatException(
                        file, "the tensor '" + entry.getKey() + "' is " + tensor + ", expected F32", CURE);
            }
            Map<String, HostArray> target = entry.getKey().startsWith(OPTIMIZER) ? optimizerState : state;
            target.put(entry.getKey(), HostArray.of(values, tensor.shape()));
        }
        return new Checkpoint(architecture, input, state, optimizerState, steps, notes);
    }

    /**
     * The network on a device.
     *
     * @throws IllegalArgumentException if architecture and arrays do not fit together
     */
    public Network toNetwork(Device device) {
        Network network = Network.build(device, architecture, input, 0);
        try {
            network.load(state);
        } catch (IllegalArgumentException e) {
            network.close();
            throw e;
        }
        return network;
    }

    /**
     * Sets an optimizer of the same network to where it was.
     *
     * @throws IllegalArgumentException if it is another kind of optimizer, or none was saved
     */
    public void restore(Optimizer optimizer) {
        for (NamedBuffer named : optimizer.state()) {
            HostArray array = optimizerState.get(named.name());
            if (array == null || array.length() != named.buffer().length()) {
                throw new IllegalArgumentException("the checkpoint has no '" + named.name()
                        + "' of the right size: it was saved without its optimizer or with another one");
            }
            named.buffer().copyFrom(array.floats());
        }
        optimizer.resumeAt(optimizerSteps);
    }

    private static <T> T parse(Path file, String key, @Nullable String text, Class<T> type) throws FormatException {
        if (text == null) {
            throw new FormatException(file, "its metadata has no '" + key + "'", CURE);
        }
        try {
            T value = JSON.readValue(text, type);
            if (value == null) {
                throw new FormatException(file, "its metadata '" + key + "' is null", CURE);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new FormatException(
                    file, "its metadata '" + key + "' cannot be understood: " + e.getOriginalMessage(), CURE, e);
        }
    }
}
