/** Tests of the functions that kernels call. */
@NullMarked
package dev.soma.kernels;

import org.jspecify.annotations.NullMarked;
