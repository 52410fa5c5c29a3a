@NullMarked
package dev.soma.runtime.tornado;

import org.jspecify.annotations.NullMarked;
