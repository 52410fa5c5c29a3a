package dev.soma.runtime.catalog;

import java.util.List;

/** Batch normalisation and its folds. */
final class NormalizationOperations {
    private NormalizationOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
