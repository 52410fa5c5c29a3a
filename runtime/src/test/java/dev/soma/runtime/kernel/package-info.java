/** Tests of how operations become launches. */
@NullMarked
package dev.soma.runtime.kernel;

import org.jspecify.annotations.NullMarked;
