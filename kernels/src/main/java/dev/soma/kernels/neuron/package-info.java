/** x. */
@org.jspecify.annotations.NullMarked
package dev.soma.kernels.neuron;
