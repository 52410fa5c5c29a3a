package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link NeuronOperations}. */
final class NeuronCases {
    private NeuronCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
