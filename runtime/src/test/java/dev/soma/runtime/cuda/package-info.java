/** Tests of the device {@code cuda}, on drivers that need no GPU. */
@NullMarked
package dev.soma.runtime.cuda;

import org.jspecify.annotations.NullMarked;
