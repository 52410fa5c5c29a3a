/**
 * Compiles kernels: class file, typed intermediate form ({@link dev.soma.runtime.compiler.KernelProgram}), and from it text.
 *
 * <p>The meaning of a kernel is what the JVM does, to the bit, but for what the JVM answers with an exception: an integer divided
 * by zero is 0, a remainder by zero is 0, and an index outside its array is undefined.
 */
@NullMarked
package dev.soma.runtime.compiler;

import org.jspecify.annotations.NullMarked;
