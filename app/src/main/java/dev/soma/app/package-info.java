/** Soma's app. */
@NullMarked
package dev.soma.app;

import org.jspecify.annotations.NullMarked;
