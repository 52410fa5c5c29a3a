package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link ArrayOperations}. */
final class ArrayCases {
    private ArrayCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
