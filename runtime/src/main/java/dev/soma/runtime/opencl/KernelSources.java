package dev.soma.runtime.opencl;

import dev.soma.runtime.Kernel;
import java.util.Map;

/** Where the OpenCL C of a kernel comes from. */
@FunctionalInterface
public interface KernelSources {

    /**
     * A program with one kernel function, whose parameters are the kernel's without the context and what is constant, in order.
     *
     * @param entry the function's name
     * @param text OpenCL C 1.2
     * @param localBytes local memory of a group
     */
    record Source(String entry, String text, int localBytes) {}

    /**
     * The program of a kernel.
     *
     * @param constants values of int arguments by name, which the program has as constants
     * @throws dev.soma.runtime.DeviceException if the kernel uses what the device does not support
     */
    Source of(Kernel kernel, Map<String, Integer> constants);
}
