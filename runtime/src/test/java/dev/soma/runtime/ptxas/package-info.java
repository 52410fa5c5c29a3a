@NullMarked
package dev.soma.runtime.ptxas;

import org.jspecify.annotations.NullMarked;
