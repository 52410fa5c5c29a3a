package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link OptimizerOperations}. */
final class OptimizerCases {
    private OptimizerCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
