package dev.soma.runtime.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instruction as it is written. */
record Statement(
        int line,
        String text,
        @Nullable Guard guard,
        String opcode,
        List<String> modifiers,
        List<Operand> operands,
        Scope scope) {

    /** {@code @p} or {@code @!p}. */
    record Guard(String predicate, boolean negated) {}

    PtxException refused(String why) {
        return new PtxException("line " + line + ": " + why + ", in: " + text);
    }
}
