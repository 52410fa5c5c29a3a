/** What NVIDIA's assembler makes of PTX: registers, memory, occupancy. No GPU is needed for it. */
@NullMarked
package dev.soma.runtime.ptxas;

import org.jspecify.annotations.NullMarked;
