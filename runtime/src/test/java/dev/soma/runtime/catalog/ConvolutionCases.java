package dev.soma.runtime.catalog;

import java.util.List;

/** Cases of {@link ConvolutionOperations}. */
final class ConvolutionCases {
    private ConvolutionCases() {}

    static List<OperationCase> all() {
        return List.of();
    }
}
