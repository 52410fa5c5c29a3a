package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Type.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kernel, or a method that it calls, compiled for arrays in given spaces. Two are the same if they are one object. */
public final class Function {
    private final MethodKey key;
    private final List<Local> parameters;
    private final Optional<Scalar> result;
    private final List<Allocation> allocations;
    private final List<Block> blocks;
    private final Map<Local, Access> access;
    private final boolean usesBarriers;

    Function(
            MethodKey key,
            List<Local> parameters,
            Optional<Scalar> result,
            List<Allocation> allocations,
            List<Block> blocks) {
        this.key = key;
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.allocations = List.copyOf(allocations);
        this.blocks = List.copyOf(blocks);
        this.access = AccessAnalysis.of(this.parameters, blocks);
        this.usesBarriers = blocks.stream()
                .flatMap(block -> block.statements().stream())
                .anyMatch(statement -> statement instanceof Statement.Barrier
                        || (statement instanceof Statement.Invoke call
                                && call.function().usesBarriers()));
    }

    /** The method that this is. */
    public MethodKey key() {
        return key;
    }

    /** The parameters, without context and without what has been specialised. */
    public List<Local> parameters() {
        return parameters;
    }

    /** The type of the result, if there is one. */
    public Optional<Scalar> result() {
        return result;
    }

    Scalar requireResult() {
        return result.orElseThrow(() -> new IllegalStateException(key + " has no result"));
    }

    /** The arrays of local and private memory. */
    public List<Allocation> allocations() {
        return allocations;
    }

    /** The body, in the order of the source; the first is where it begins. */
    public List<Block> blocks() {
        return blocks;
    }

    /** What becomes of a parameter here and in the functions called. */
    public Access access(Local parameter) {
        return access.getOrDefault(parameter, Access.UNUSED);
    }

    /** Whether a work-item may wait here or in a function called. */
    public boolean usesBarriers() {
        return usesBarriers;
    }

    /** Whether the result may depend on memory. */
    public boolean readsMemory() {
        return parameters.stream().anyMatch(parameter -> parameter.type() instanceof Type.Array);
    }

    /** Whether a call changes anything: writes an array or waits. */
    public boolean hasEffects() {
        return usesBarriers
                || result.isEmpty()
                || parameters.stream()
                        .anyMatch(parameter -> parameter.type() instanceof Type.Array
                                && access(parameter).writes());
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
