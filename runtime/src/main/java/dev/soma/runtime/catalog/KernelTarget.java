package dev.soma.runtime.catalog;

import dev.soma.runtime.Kernel;
import dev.soma.runtime.compiler.KernelCompiler;
import dev.soma.runtime.compiler.KernelProgram;
import dev.soma.runtime.compiler.OpenClRenderer;
import dev.soma.runtime.compiler.PtxRenderer;
import java.util.Map;

/** A language that kernels are compiled to. */
public enum KernelTarget {
    /** OpenCL C 1.2. */
    OPENCL,
    /** PTX 7.0, for NVIDIA GPUs from {@code sm_70} on. */
    PTX;

    /**
     * A kernel in this language, complete: what a device is given.
     *
     * @param constants values of {@code int} arguments that are known, by name: they become constants and are no longer
     *     arguments
     * @throws IllegalArgumentException if the kernel has no {@code int} argument of such a name
     * @throws dev.soma.runtime.DeviceException if the kernel uses what cannot be compiled; the message names class, method,
     *     line and construct
     */
    public String source(Kernel kernel, Map<String, Integer> constants) {
        KernelProgram program = KernelCompiler.compile(kernel, constants);
        return switch (this) {
            case OPENCL -> OpenClRenderer.render(program);
            case PTX -> PtxRenderer.render(program);
        };
    }
}
