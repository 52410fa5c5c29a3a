package dev.soma.runtime.opencl;

import dev.soma.runtime.Kernel;
import dev.soma.runtime.compiler.KernelCompiler;
import dev.soma.runtime.compiler.KernelProgram;
import dev.soma.runtime.compiler.OpenClRenderer;
import java.util.Map;

/** OpenCL C that Soma's compiler makes of the kernels' class files. */
public final class CompiledSources {
    private CompiledSources() {}

    /** The program of a kernel, with the ints of that name as constants. */
    public static KernelSources.Source of(Kernel kernel, Map<String, Integer> constants) {
        KernelProgram program = KernelCompiler.compile(kernel, constants);
        return new KernelSources.Source(program.entry(), OpenClRenderer.render(program), program.localBytes());
    }
}
