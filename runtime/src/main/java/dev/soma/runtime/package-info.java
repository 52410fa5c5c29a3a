/**
 * Devices, their buffers, and the operations of spiking networks on them.
 *
 * <p>{@link dev.soma.runtime.Devices} finds a {@link dev.soma.runtime.Device}; it allocates {@link
 * dev.soma.runtime.Buffer}s and offers {@link dev.soma.runtime.Ops}, each operation checked, enqueued in order and
 * described by its equation. A {@link dev.soma.runtime.KernelDevice} also runs any {@link dev.soma.runtime.Kernel}.
 */
@NullMarked
package dev.soma.runtime;

import org.jspecify.annotations.NullMarked;
