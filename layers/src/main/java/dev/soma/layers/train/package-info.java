/** Training: losses, optimizers, schedules and the loop over batches. */
@NullMarked
package dev.soma.layers.train;

import org.jspecify.annotations.NullMarked;
