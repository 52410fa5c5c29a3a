/** Packing, unpacking, flattening and counting of spikes. */
@NullMarked
package dev.soma.kernels.spike;

import org.jspecify.annotations.NullMarked;
