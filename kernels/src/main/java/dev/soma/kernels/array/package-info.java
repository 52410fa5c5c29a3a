/** Element-wise helpers on whole arrays. */
@NullMarked
package dev.soma.kernels.array;

import org.jspecify.annotations.NullMarked;
