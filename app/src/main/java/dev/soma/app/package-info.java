/** The command line. */
@NullMarked
package dev.soma.app;

import org.jspecify.annotations.NullMarked;
