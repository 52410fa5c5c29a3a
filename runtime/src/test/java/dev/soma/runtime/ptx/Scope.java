package dev.soma.runtime.ptx;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names declared between a pair of braces, over those of the scope around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, Integer> labels = new HashMap<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    void declare(Variable variable, int line) {
        if (variables.putIfAbsent(variable.name(), variable) != null) {
            throw new PtxException("line " + line + ": " + variable.name() + " is declared twice");
        }
    }

    void label(String name, int position, int line) {
        if (labels.putIfAbsent(name, position) != null) {
            throw new PtxException("line " + line + ": the label " + name + " stands twice");
        }
    }

    @Nullable
    Variable variable(String name) {
        Variable found = variables.get(name);
        return found != null || outer == null ? found : outer.variable(name);
    }

    /** The position of the statement behind the label, or null. */
    @Nullable
    Integer position(String label) {
        Integer found = labels.get(label);
        return found != null || outer == null ? found : outer.position(label);
    }
}
