package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link NormalizationOperations}. */
final class NormalizationCases {
    private NormalizationCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
