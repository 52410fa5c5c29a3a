package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link EncoderOperations}. */
final class EncoderCases {
    private EncoderCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
