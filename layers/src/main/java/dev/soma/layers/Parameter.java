package dev.soma.layers;

import dev.soma.runtime.Buffer;

/**
 * What a layer learns.
 *
 * @param value the parameter
 * @param gradient its gradient, written by the backward; like the value
 * @param decays whether weight decay applies: to weights of convolutions and linear maps, not to biases and normalisation
 */
public record Parameter(NamedBuffer value, Buffer gradient, boolean decays) {

    /** Path of the layer and name in it. */
    public String name() {
        return value.name();
    }
}
