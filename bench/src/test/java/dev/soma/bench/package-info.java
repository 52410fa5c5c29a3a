/** Tests of the benchmarks: what is compared is the same. */
@NullMarked
package dev.soma.bench;

import org.jspecify.annotations.NullMarked;
