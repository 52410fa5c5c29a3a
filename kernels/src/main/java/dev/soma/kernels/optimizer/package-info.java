/** Updates of parameters. */
@NullMarked
package dev.soma.kernels.optimizer;

import org.jspecify.annotations.NullMarked;
