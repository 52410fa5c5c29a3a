package dev.soma.runtime.compiler;

import dev.soma.runtime.Kernel;
import java.util.List;
import java.util.Optional;

/** A compiled kernel, in a form that renderers turn to text. */
public final class KernelProgram {
    private final Kernel kernel;
    private final List<Function> functions;
    private final List<Optional<Local>> arguments;

    /**
     * @param functions all, a function after those that it calls; the kernel is the last
     * @param arguments the parameter of each argument of the kernel, none where it is specialised
     */
    KernelProgram(Kernel kernel, List<Function> functions, List<Optional<Local>> arguments) {
        this.kernel = kernel;
        this.functions = List.copyOf(functions);
        this.arguments = List.copyOf(arguments);
    }

    /** What has been compiled. */
    public Kernel kernel() {
        return kernel;
    }

    /** The name of the kernel function in the text: {@code LifKernels_lifForward}. */
    public String entry() {
        return Names.identifier(function().key().simpleName());
    }

    /** The kernel function. */
    public Function function() {
        return functions.getLast();
    }

    /** All functions, a function after those that it calls; the kernel is the last. */
    public List<Function> functions() {
        return functions;
    }

    /** The parameters that remain, in the order of the kernel's arguments. */
    public List<Local> parameters() {
        return function().parameters();
    }

    /** Whether work-items wait for one another. */
    public boolean usesBarriers() {
        return function().usesBarriers();
    }

    /** Bytes of local memory of a work-group. */
    public int localBytes() {
        return function().allocations().stream()
                .filter(allocation -> allocation.type().space() == Type.Space.LOCAL)
                .mapToInt(allocation -> Math.multiplyExact(allocation.size(), Integer.BYTES))
                .reduce(0, Math::addExact);
    }

    /**
     * What the kernel does with an argument, in helpers too; {@link Access#UNUSED} where it is specialised.
     *
     * @param argumentIndex of the kernel's arguments after its context
     */
    public Access access(int argumentIndex) {
        return arguments.get(argumentIndex).map(function()::access).orElse(Access.UNUSED);
    }
}
