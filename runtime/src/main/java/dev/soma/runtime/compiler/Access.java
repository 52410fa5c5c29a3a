package dev.soma.runtime.compiler;

/** What a kernel does with an argument. */
public enum Access {
    UNUSED,
    READ,
    WRITE,
    READ_WRITE;

    /** Whether it is read. */
    public boolean reads() {
        return this == READ || this == READ_WRITE;
    }

    /** Whether it is written. */
    public boolean writes() {
        return this == WRITE || this == READ_WRITE;
    }

    Access and(Access other) {
        return of(reads() || other.reads(), writes() || other.writes());
    }

    private static Access of(boolean reads, boolean writes) {
        return reads ? writes ? READ_WRITE : READ : writes ? WRITE : UNUSED;
    }
}
