package dev.soma.layers;

import dev.soma.runtime.Buffer;

/**
 * A buffer that a network keeps, with the name under which it is saved.
 *
 * @param name path of the layer and name in it, joined by dots: {@code 3.weight}
 * @param shape its dimensions
 * @param buffer the elements
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
public record NamedBuffer(String name, int[] shape, Buffer buffer) {}
