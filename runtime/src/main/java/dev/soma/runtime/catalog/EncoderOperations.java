package dev.soma.runtime.catalog;

import java.util.List;

/** Encoders: from values to sequences. */
final class EncoderOperations {
    private EncoderOperations() {}

    static List<Operation> all() {
        return List.of();
    }
}
