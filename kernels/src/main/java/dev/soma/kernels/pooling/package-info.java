/** Average and maximum pooling. */
@NullMarked
package dev.soma.kernels.pooling;

import org.jspecify.annotations.NullMarked;
