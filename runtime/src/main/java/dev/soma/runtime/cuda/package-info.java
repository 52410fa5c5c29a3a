/** The device {@code cuda}: kernels as PTX on NVIDIA GPUs, through the CUDA driver. */
@NullMarked
package dev.soma.runtime.cuda;

import org.jspecify.annotations.NullMarked;
