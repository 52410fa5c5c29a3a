/** Soma's layers. */
@NullMarked
package dev.soma.layers;

import org.jspecify.annotations.NullMarked;
