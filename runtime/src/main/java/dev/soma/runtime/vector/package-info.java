/**
 * The device {@code vector}: hand-written loops for the processor, on all cores. Each family of operations splits its work
 * over threads in one class and runs the inner loops through a small interface that has two forms, one of the Vector API
 * and a scalar one.
 */
@NullMarked
package dev.soma.runtime.vector;

import org.jspecify.annotations.NullMarked;
