/** The kernel language. */
@NullMarked
package dev.soma.kernels;

import org.jspecify.annotations.NullMarked;
