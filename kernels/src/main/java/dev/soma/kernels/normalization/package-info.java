/** Kernels of batch normalisation, membrane potential batch normalisation and their folds. */
@NullMarked
package dev.soma.kernels.normalization;

import org.jspecify.annotations.NullMarked;
