package dev.soma.runtime.catalog;

import java.util.List;

/** Element-wise helpers. */
final class ArrayOperations {
    private ArrayOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
