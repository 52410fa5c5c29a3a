/**
 * Benchmarks. Soma's {@code vector} device runs beside PyTorch, on the same arrays, with the same number of threads, in the same
 * run.
 *
 * <p>PyTorch runs through DJL, eagerly, as a Python program would run it: one kernel after another, each intermediate result
 * freed as soon as Python would free it. Each side has its own layout (Soma channels last, PyTorch channels first); arrays
 * are brought into it before the clock starts.
 *
 * <p>Where they are asked for, ND4J is a peer for convolutions, and SpikingJelly, in a Python process that answers line by
 * line, for ResNet-20.
 *
 * <p>Soma's {@code opencl} device runs beside what a person would write for it: the same algorithms in OpenCL C, launched
 * alike, which must give the same bits, and launches by the bare calls of the driver.
 */
@NullMarked
package dev.soma.bench;

import org.jspecify.annotations.NullMarked;
