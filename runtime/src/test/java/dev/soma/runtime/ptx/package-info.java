/**
 * A machine that runs PTX text (ISA 7.0, sm_70) as emitted, without a GPU: it checks every type, address, race and
 * barrier, and counts memory traffic. Strict on purpose: what it does not know, or what ptxas may change, it refuses. A
 * barrier that only a part of a block reaches is a fault, and lanes of a warp that exchange data without one race.
 *
 * <p>{@link dev.soma.runtime.ptx.PtxMachine} is the way in. Text becomes {@link dev.soma.runtime.ptx.Statement}s, these
 * a {@link dev.soma.runtime.ptx.Program} of {@link dev.soma.runtime.ptx.Operation}s, which a
 * {@link dev.soma.runtime.ptx.Launch} runs block by block, warp by warp.
 */
@NullMarked
package dev.soma.runtime.ptx;

import org.jspecify.annotations.NullMarked;
