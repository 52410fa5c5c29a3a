package dev.soma.runtime.catalog;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All operations. */
public final class Operations {
    private static final List<Operation> ALL = Stream.of(
                    ConvolutionOperations.all(),
                    NormalizationOperations.all(),
                    NeuronOperations.all(),
                    PoolingOperations.all(),
                    SpikeOperations.all(),
                    EncoderOperations.all(),
                    LossOperations.all(),
                    OptimizerOperations.all(),
                    ArrayOperations.all())
            .flatMap(List::stream)
            .toList();

    private Operations() {}

    /** All operations, by family. */
    public static List<Operation> all() {
        return ALL;
    }

    /**
     * The operation of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Operation named(String name) {
        return ALL.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no operation '" + name + "'; expected one of "
                        + ALL.stream().map(Operation::name).collect(Collectors.joining(", "))));
    }
}
