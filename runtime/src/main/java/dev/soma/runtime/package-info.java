/** TODO. */
@NullMarked
package dev.soma.runtime;

import org.jspecify.annotations.NullMarked;
