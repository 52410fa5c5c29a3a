/** The operations as launches of kernels: one form for every device that runs kernels. */
@NullMarked
package dev.soma.runtime.kernel;

import org.jspecify.annotations.NullMarked;
