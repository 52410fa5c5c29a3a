/** Tests of training, checkpoints and the report of a fold. */
@NullMarked
package dev.soma.layers.train;

import org.jspecify.annotations.NullMarked;
