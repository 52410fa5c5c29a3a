/** Encoders: from values to sequences. */
@NullMarked
package dev.soma.kernels.encoder;

import org.jspecify.annotations.NullMarked;
