package dev.soma.runtime.compiler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Control flow as a person writes it. */
sealed interface Structure {

    /** A statement. */
    record Simple(Statement statement) implements Structure {}

    /** {@code if (condition) then else otherwise}. */
    record If(Expression condition, List<Structure> then, List<Structure> otherwise) implements Structure {}

    /**
     * {@code while (condition) body}, or {@code for (; condition; update) body} if there is an update.
     *
     * @param counter whether the update cannot overflow: the condition bounds a variable that only the update changes
     */
    record While(Expression condition, List<Structure> body, Statement.@Nullable Assign update, boolean counter)
            implements Structure {}

    /** {@code do body while (condition)}. */
    record DoWhile(List<Structure> body, Expression condition) implements Structure {}

    /** Goes on after the innermost loop. */
    record Break() implements Structure {}

    /** Goes on with the next round of the innermost loop. */
    record Continue() implements Structure {}

    /** Ends the function. */
    record Return(@Nullable Expression value) implements Structure {}

    /** Goes on at a label; only where nothing above says it. */
    record Jump(int label) implements Structure {}

    /** Where a jump goes. */
    record Label(int label) implements Structure {}
}
