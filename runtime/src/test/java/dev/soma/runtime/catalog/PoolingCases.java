package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link PoolingOperations}. */
final class PoolingCases {
    private PoolingCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
