package dev.soma.runtime.compiler;

/**
 * An array of a function, in local or private memory.
 *
 * @param local its variable, of an {@link Type.Array}
 * @param size number of elements
 */
public record Allocation(Local local, int size) {

    /** The array's type. */
    public Type.Array type() {
        return (Type.Array) local.type();
    }
}
