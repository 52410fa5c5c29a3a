package dev.soma.runtime.compiler;

import java.util.List;

/** Statements that are executed one after the other, and what comes after them. */
public record Block(List<Statement> statements, Terminator terminator) {

    /** Copies the list. */
    public Block {
        statements = List.copyOf(statements);
    }
}
