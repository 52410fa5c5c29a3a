/**
 * A machine that runs PTX text (ISA 7.0, sm_70) as emitted, without a GPU: it checks every type, address, race and
 * barrier, and counts memory traffic. Strict on purpose: what it does not know, or what ptxas may change, it refuses.
 */
@NullMarked
package dev.soma.runtime.ptx;

import org.jspecify.annotations.NullMarked;
