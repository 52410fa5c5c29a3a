/** The device {@code opencl}: OpenCL C generated from the kernels, on GPUs and processors of any maker. */
@NullMarked
package dev.soma.runtime.opencl;

import org.jspecify.annotations.NullMarked;
