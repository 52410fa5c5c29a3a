@NullMarked
package dev.soma.runtime.opencl;

import org.jspecify.annotations.NullMarked;
