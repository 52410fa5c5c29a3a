package dev.soma.runtime.ptx;

/** A declared register, parameter or array. Each declaration is its own object: compare by identity. */
final class Variable {
    /** Where a variable lives. */
    enum Space {
        REG,
        /** A function's parameter or result. */
        PARAM,
        /** A kernel's parameter: read only. */
        ENTRY_PARAM,
        SHARED,
        LOCAL
    }

    private final String name;
    private final Space space;
    private final PtxType type;
    private final int bytes;
    private final int alignment;

    /** {@code bytes} and {@code alignment} are those of an array; a register or parameter has the size of its type. */
    Variable(String name, Space space, PtxType type, int bytes, int alignment) {
        this.name = name;
        this.space = space;
        this.type = type;
        this.bytes = bytes;
        this.alignment = alignment;
    }

    String name() {
        return name;
    }

    Space space() {
        return space;
    }

    PtxType type() {
        return type;
    }

    int bytes() {
        return bytes;
    }

    int alignment() {
        return alignment;
    }

    boolean isArray() {
        return space == Space.SHARED || space == Space.LOCAL;
    }
}
