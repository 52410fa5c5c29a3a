package dev.soma.runtime.catalog;

import java.util.List;

/**
 * An array of an operation.
 *
 * @param name its name, that of the operation's parameter
 * @param kind its elements
 * @param role how the operation uses it
 * @param shape its dimensions as symbols, outermost first. The same symbol is the same size in all arrays; a number is that
 *     size; {@code *P} stands for any number of dimensions, none included, whose product is {@code P}
 * @param fill the value of all elements where an {@link Role#UPDATED} array is not given
 * @param meaning what it holds, for people
 */
public record ArraySpec(String name, ArrayKind kind, Role role, List<String> shape, float fill, String meaning) {

    /** How an operation uses an array. */
    public enum Role {
        /** Must be given. */
        INPUT,
        /** May be given; without it the operation does without. */
        OPTIONAL,
        /** Read and written; if not given, filled with {@link ArraySpec#fill()}, once the shape follows from the others. */
        UPDATED,
        /** Written. */
        OUTPUT
    }

    /** Whether the operation writes it. */
    public boolean isResult() {
        return role == Role.UPDATED || role == Role.OUTPUT;
    }

    /** The shape as text, such as {@code [T, N, *P, C]}. */
    public String shapeText() {
        return shape.toString();
    }
}
