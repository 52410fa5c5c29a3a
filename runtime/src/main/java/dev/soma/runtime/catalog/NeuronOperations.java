package dev.soma.runtime.catalog;

import java.util.List;

/** Leaky integrate-and-fire neurons, plain, with MPBN and folded. */
final class NeuronOperations {
    private NeuronOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
