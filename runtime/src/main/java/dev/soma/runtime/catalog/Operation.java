package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An operation with a name, its arrays and its settings. Made by {@link #named}, found in {@link Operations}. */
public final class Operation {
    private final String name;
    private final String summary;
    private final List<ArraySpec> arrays;
    private final List<SettingSpec> settings;
    private final Consumer<Sizes> derive;
    private final Consumer<Call> body;

    private Operation(Builder builder, Consumer<Call> body) {
        this.name = builder.name;
        this.summary = builder.summary;
        this.arrays = List.copyOf(builder.arrays);
        this.settings = List.copyOf(builder.settings);
        this.derive = builder.derive;
        this.body = body;
    }

    /** Starts the description of an operation. */
    public static Builder named(String name, String summary) {
        return new Builder(name, summary);
    }

    /** The name: lower case, words joined by hyphens. */
    public String name() {
        return name;
    }

    /** What it computes, in a sentence. */
    public String summary() {
        return summary;
    }

    /** All arrays, in the order of the operation's parameters. */
    public List<ArraySpec> arrays() {
        return arrays;
    }

    /** All settings. */
    public List<SettingSpec> settings() {
        return settings;
    }

    /** The array of that name. */
    public Optional<ArraySpec> array(String arrayName) {
        return arrays.stream().filter(array -> array.name().equals(arrayName)).findFirst();
    }

    /**
     * Runs the operation on arrays of the host: copies them to the device, and the results back.
     *
     * @param inputs arrays by name
     * @param values settings by name; what is missing has its default
     * @return the results by name
     * @throws IllegalArgumentException if an array or setting is unknown, missing or does not fit; the message names it
     */
    public Map<String, HostArray> run(Device device, Map<String, HostArray> inputs, Map<String, String> values) {
        try (Call call = prepare(device, inputs, values)) {
            call.run();
            return call.results();
        }
    }

    /** Copies the inputs to the device, ready to be run, any number of times. */
    public Call prepare(Device device, Map<String, HostArray> inputs, Map<String, String> values) {
        return new Call(this, device, inputs, values);
    }

    void derive(Sizes sizes) {
        derive.accept(sizes);
    }

    void execute(Call call) {
        body.accept(call);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the description of an operation. */
    public static final class Builder {
        private final String name;
        private final String summary;
        private final List<ArraySpec> arrays = new ArrayList<>();
        private final List<SettingSpec> settings = new ArrayList<>();
        private Consumer<Sizes> derive = sizes -> {};

        private Builder(String name, String summary) {
            this.name = name;
            this.summary = summary;
        }

        /** An array that must be given; {@code shape} lists the symbols of {@link ArraySpec#shape()}, separated by blanks. */
        public Builder input(String arrayName, ArrayKind kind, String shape, String meaning) {
            return array(arrayName, kind, ArraySpec.Role.INPUT, shape, 0, meaning);
        }

        /** An array that may be given. */
        public Builder optional(String arrayName, ArrayKind kind, String shape, String meaning) {
            return array(arrayName, kind, ArraySpec.Role.OPTIONAL, shape, 0, meaning);
        }

        /** An array that is read and written, filled with {@code fill} if not given. */
        public Builder updated(String arrayName, String shape, float fill, String meaning) {
            return array(arrayName, ArrayKind.FLOATS, ArraySpec.Role.UPDATED, shape, fill, meaning);
        }

        /** An array that is written. */
        public Builder output(String arrayName, ArrayKind kind, String shape, String meaning) {
            return array(arrayName, kind, ArraySpec.Role.OUTPUT, shape, 0, meaning);
        }

        /** A setting that is a number. */
        public Builder number(String settingName, String defaultValue, String meaning) {
            settings.add(new SettingSpec(settingName, defaultValue, List.of(), meaning));
            return this;
        }

        /** A setting that is one of several words, the first by default. */
        public Builder choice(String settingName, List<String> choices, String meaning) {
            settings.add(new SettingSpec(settingName, choices.getFirst(), choices, meaning));
            return this;
        }

        /** Applies a part of a description that several operations share. */
        public Builder with(Consumer<Builder> part) {
            part.accept(this);
            return this;
        }

        /** How the sizes that no given array shows follow from the others and the settings. */
        public Builder derive(Consumer<Sizes> newDerive) {
            derive = newDerive;
            return this;
        }

        /** What runs; the last step. */
        public Operation body(Consumer<Call> body) {
            return new Operation(this, body);
        }

        private Builder array(
                String arrayName, ArrayKind kind, ArraySpec.Role role, String shape, float fill, String meaning) {
            List<String> symbols = shape.isEmpty() ? List.of() : List.of(shape.split(" "));
            arrays.add(new ArraySpec(arrayName, kind, role, symbols, fill, meaning));
            return this;
        }
    }
}
