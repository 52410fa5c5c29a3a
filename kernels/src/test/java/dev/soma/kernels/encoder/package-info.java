/** Tests of the encoders' random numbers. */
@NullMarked
package dev.soma.kernels.encoder;

import org.jspecify.annotations.NullMarked;
