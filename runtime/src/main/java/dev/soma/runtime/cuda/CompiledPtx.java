package dev.soma.runtime.cuda;

import dev.soma.runtime.Kernel;
import dev.soma.runtime.compiler.KernelCompiler;
import dev.soma.runtime.compiler.KernelProgram;
import dev.soma.runtime.compiler.PtxRenderer;
import java.util.Map;
import java.util.stream.IntStream;

/** The PTX that Soma's compiler makes of kernels. */
final class CompiledPtx implements PtxSource {
    @Override
    public Ptx of(Kernel kernel, Map<String, Integer> constants) {
        KernelProgram program = KernelCompiler.compile(kernel, constants);
        return new Ptx(
                program.entry(),
                PtxRenderer.render(program),
                PtxRenderer.renderForAliases(program),
                IntStream.range(0, kernel.argumentTypes().size())
                        .mapToObj(program::access)
                        .toList());
    }
}
