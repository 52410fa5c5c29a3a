/** TODO. */
@NullMarked
package dev.soma.layers;

import org.jspecify.annotations.NullMarked;
