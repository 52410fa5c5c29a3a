/**
 * The operations by name: what each reads and writes, in what shapes and with what settings, and how to run it on arrays.
 * One description serves the command line, the tests of every device and the benchmarks.
 */
@NullMarked
package dev.soma.runtime.catalog;

import org.jspecify.annotations.NullMarked;
