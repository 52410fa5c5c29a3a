/** Leaky integrate-and-fire neurons: plain, with membrane potential batch normalisation (MPBN), and with MPBN folded. */
@NullMarked
package dev.soma.kernels.neuron;

import org.jspecify.annotations.NullMarked;
