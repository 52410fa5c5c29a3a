package dev.soma.runtime.compiler;

/** The type of a value in a kernel. */
public sealed interface Type {

    /** A number or a truth value. */
    enum Scalar implements Type {
        BOOLEAN,
        INT,
        LONG,
        FLOAT
    }

    /** Where an array lies. */
    enum Space {
        /** A buffer of the device, an argument of the kernel. */
        GLOBAL,
        /** Shared by a work-group. */
        LOCAL,
        /** A work-item's own. */
        PRIVATE
    }

    /**
     * An array.
     *
     * @param element {@link Scalar#INT} or {@link Scalar#FLOAT}
     */
    record Array(Scalar element, Space space) implements Type {}

    /** The kernel's context; no value at run time. */
    enum Context implements Type {
        CONTEXT
    }
}
