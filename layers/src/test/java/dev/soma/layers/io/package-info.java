/** Tests of files. */
@NullMarked
package dev.soma.layers.io;

import org.jspecify.annotations.NullMarked;
