package dev.soma.runtime.catalog;

import java.util.List;

/** Convolution and linear maps, on floats and on spikes. */
final class ConvolutionOperations {
    private ConvolutionOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
