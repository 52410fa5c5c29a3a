/** Random kernels: what the JVM gives, compiled kernels give too. */
@NullMarked
package dev.soma.runtime.fuzz;

import org.jspecify.annotations.NullMarked;
