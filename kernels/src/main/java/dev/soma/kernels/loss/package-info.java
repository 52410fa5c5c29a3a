/** Losses of classification. */
@NullMarked
package dev.soma.kernels.loss;

import org.jspecify.annotations.NullMarked;
