/** The device {@code jvm}: runs the kernel methods themselves, for debugging and as the reference of the compiled devices. */
@NullMarked
package dev.soma.runtime.jvm;

import org.jspecify.annotations.NullMarked;
