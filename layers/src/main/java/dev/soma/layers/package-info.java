/**
 * Layers and networks. A {@link dev.soma.layers.Layer} is a description, a record that can be written as JSON; {@link
 * dev.soma.layers.Network#build} makes it a network with parameters on a device.
 */
@NullMarked
package dev.soma.layers;

import org.jspecify.annotations.NullMarked;
