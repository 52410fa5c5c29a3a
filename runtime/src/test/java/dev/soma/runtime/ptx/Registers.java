package dev.soma.runtime.ptx;

import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a program's registers lie in a warp's register file: {@link Lanes#COUNT} longs a register. Constants, parameters
 * and special registers are registers too, so operands need no cases. Declared registers come first.
 */
final class Registers {
    private final IdentityHashMap<Variable, Integer> places = new IdentityHashMap<>();
    private final Map<Long, Integer> constants = new LinkedHashMap<>();
    private final Map<Special, Integer> specials = new EnumMap<>(Special.class);
    private int words;
    private int predicates;
    private int declared;

    /** Gives a register or parameter its place. */
    void add(Variable variable) {
        if (variable.type() == PtxType.PRED) {
            places.put(variable, predicates++);
        } else {
            places.put(variable, next());
        }
    }

    /** From here on no more declared registers come. */
    void endOfDeclared() {
        declared = words;
    }

    /** The place of a register, or the number of a predicate. */
    int place(Variable variable) {
        Integer place = places.get(variable);
        if (place == null) {
            throw new IllegalStateException(variable.name() + " has no place");
        }
        return place;
    }

    int constant(long value) {
        return constants.computeIfAbsent(value, v -> next());
    }

    int special(Special special) {
        return specials.computeIfAbsent(special, s -> next());
    }

    Map<Long, Integer> constants() {
        return constants;
    }

    Map<Special, Integer> specials() {
        return specials;
    }

    /** Longs of a register file. */
    int words() {
        return words;
    }

    /** Longs of a register file that hold declared registers. */
    int declaredWords() {
        return declared;
    }

    int predicates() {
        return predicates;
    }

    private int next() {
        int place = words;
        words += Lanes.COUNT;
        return place;
    }
}
