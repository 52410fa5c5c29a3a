package dev.soma.runtime.catalog;

import java.util.List;

/** Softmax cross-entropy. */
final class LossOperations {
    private LossOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
