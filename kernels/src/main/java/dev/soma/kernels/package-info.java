/** TODO. */
@NullMarked
package dev.soma.kernels;

import org.jspecify.annotations.NullMarked;
