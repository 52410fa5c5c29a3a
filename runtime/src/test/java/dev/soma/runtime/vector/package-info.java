/** Tests of the vector device's parts. */
@NullMarked
package dev.soma.runtime.vector;

import org.jspecify.annotations.NullMarked;
