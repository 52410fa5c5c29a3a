/**
 * Benchmarks of Soma's {@code vector} device beside PyTorch, on the same arrays, with the same number of threads, in the same
 * run.
 *
 * <p>PyTorch runs through DJL, eagerly, as a Python program would run it: one kernel after another, each intermediate result
 * freed as soon as Python would free it. Each side has its own layout (Soma channels last, PyTorch channels first); arrays
 * are brought into it before the clock starts.
 */
@NullMarked
package dev.soma.bench;

import org.jspecify.annotations.NullMarked;
