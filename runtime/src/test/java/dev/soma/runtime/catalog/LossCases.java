package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link LossOperations}. */
final class LossCases {
    private LossCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
