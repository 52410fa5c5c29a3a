/** Soma's bench. */
@NullMarked
package dev.soma.bench;

import org.jspecify.annotations.NullMarked;
