package dev.soma.runtime.compiler;

/** A variable of a function: a parameter, a variable of the source, or a temporary. Two are the same if they are one object. */
public final class Local {
    private final String name;
    private final Type type;
    private final boolean temporary;

    Local(String name, Type type, boolean temporary) {
        this.name = name;
        this.type = type;
        this.temporary = temporary;
    }

    /** The name in the source; several variables of a function may share it. */
    public String name() {
        return name;
    }

    /** The type. */
    public Type type() {
        return type;
    }

    /** Whether the compiler made it, to keep the order of evaluation. */
    public boolean isTemporary() {
        return temporary;
    }

    @Override
    public String toString() {
        return name;
    }
}
