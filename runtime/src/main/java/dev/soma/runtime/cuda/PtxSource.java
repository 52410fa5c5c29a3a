package dev.soma.runtime.cuda;

import dev.soma.runtime.Kernel;
import java.util.Map;

/** Where the device takes the PTX of a kernel from. */
@FunctionalInterface
interface PtxSource {

    /**
     * Renders a kernel.
     *
     * @param constants values of int arguments by name, which the PTX has as constants
     * @throws dev.soma.runtime.DeviceException if the kernel uses what cannot be rendered; the message names class, method,
     *     line and construct
     */
    Ptx of(Kernel kernel, Map<String, Integer> constants);
}
