/** Convolution on floats and on spikes: forward, and the gradients of input, weight and bias. */
@NullMarked
package dev.soma.kernels.convolution;

import org.jspecify.annotations.NullMarked;
