package dev.soma.runtime.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel or function as it is written.
 *
 * @param blockLimit {@code .reqntid} or {@code .maxntid}, three numbers, or null
 * @param blockExact whether the limit is {@code .reqntid}
 */
record FunctionText(
        String name,
        boolean entry,
        int line,
        List<Variable> results,
        List<Variable> parameters,
        List<Variable> variables,
        List<Statement> statements,
        @Nullable Dim3 blockLimit,
        boolean blockExact) {}
