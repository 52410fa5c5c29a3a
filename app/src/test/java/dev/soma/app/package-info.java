/** Tests of the command line, as its users run it, and of the modules' rules. */
@NullMarked
package dev.soma.app;

import org.jspecify.annotations.NullMarked;
