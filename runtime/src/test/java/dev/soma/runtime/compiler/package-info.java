/** Tests of the kernel compiler. */
@NullMarked
package dev.soma.runtime.compiler;

import org.jspecify.annotations.NullMarked;
