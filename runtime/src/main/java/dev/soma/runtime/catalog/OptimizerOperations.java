package dev.soma.runtime.catalog;

import java.util.List;

/** Parameter updates. */
final class OptimizerOperations {
    private OptimizerOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
