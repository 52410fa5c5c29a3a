package dev.soma.runtime.ptx;

import java.util.List;

/** An operand as it is written. */
sealed interface Operand {
    /** A register, special register, variable, label or function. */
    record Name(String name) implements Operand {}

    /** An integer constant. */
    record Whole(long value) implements Operand {}

    /** A constant of 32 float bits, {@code 0f3F800000}. */
    record Real(int bits) implements Operand {}

    /** {@code [name + offset]}. */
    record Address(String name, long offset) implements Operand {}

    /** {@code {a, b}}. */
    record Vector(List<Operand> elements) implements Operand {}

    /** {@code (a, b)} of a call. */
    record Group(List<Operand> elements) implements Operand {}

    /** {@code !p}. */
    record Not(String name) implements Operand {}

    /** {@code a|p}. */
    record Pair(String first, String second) implements Operand {}
}
