/** What the kernels cost: the PTX machine's counts against the least possible, and what an H100 would need. Test support. */
@NullMarked
package dev.soma.runtime.roofline;

import org.jspecify.annotations.NullMarked;
