/** Tests of layers and networks. */
@NullMarked
package dev.soma.layers;

import org.jspecify.annotations.NullMarked;
