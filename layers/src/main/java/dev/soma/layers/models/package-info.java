/** Networks: those of the MPBN paper and a small one for digits. */
@NullMarked
package dev.soma.layers.models;

import org.jspecify.annotations.NullMarked;
