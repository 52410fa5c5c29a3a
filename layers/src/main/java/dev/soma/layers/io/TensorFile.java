package dev.soma.layers.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file holds.
 *
 * @param tensors by name, in the order of the file
 * @param metadata free text by key; empty if the file has none
 */
public record TensorFile(Map<String, Tensor> tensors, Map<String, String> metadata) {

    /** Copies the maps; their order stays. */
    public TensorFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
