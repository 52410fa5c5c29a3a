package dev.soma.runtime.compiler;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which variable a slot stands for at an instruction. The definitions that reach a common use, and those of one name in one scope,
 * are one variable; another one may have the slot later.
 */
final class Variables {
    /** Instruction of the definition that a parameter is. */
    private static final int ENTRY = -1;

    private record Definition(int instruction, int slot) {}

    private final MethodCode code;
    private final List<Definition> definitions = new ArrayList<>();
    private final Map<Definition, Integer> numbers = new HashMap<>();
    private final int[] parent;
    private final Map<Integer, BitSet> reaching = new HashMap<>();

    /**
     * @param parameterSlots slots of the parameters
     */
    Variables(MethodCode code, List<Integer> parameterSlots) {
        this.code = code;
        parameterSlots.forEach(slot -> define(new Definition(ENTRY, slot)));
        for (int i = 0; i < code.size(); i++) {
            OptionalInt slot = slotDefined(code.at(i));
            if (slot.isPresent()) {
                define(new Definition(i, slot.getAsInt()));
            }
        }
        parent = new int[definitions.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        joinScopes();
        reach();
        joinUses();
    }

    /** The variable that instruction {@code i} defines. */
    int defined(int i, int slot) {
        return root(number(i, slot));
    }

    /** The variable of a parameter. */
    int parameter(int slot) {
        return root(number(ENTRY, slot));
    }

    /** The variable that instruction {@code i} reads. */
    int used(int i, int slot) {
        BitSet before = reaching.getOrDefault(i, new BitSet());
        for (int d = before.nextSetBit(0); d >= 0; d = before.nextSetBit(d + 1)) {
            if (definitions.get(d).slot() == slot) {
                return root(d);
            }
        }
        throw code.refuse(i, "a variable without a value", "compile the class with javac");
    }

    /** How many definitions a variable has, parameters counted. */
    int definitions(int variable) {
        int count = 0;
        for (int i = 0; i < parent.length; i++) {
            count += root(i) == variable ? 1 : 0;
        }
        return count;
    }

    /** The scope in the source, if the class file tells. */
    Optional<MethodCode.Scope> scope(int variable) {
        for (int i = 0; i < parent.length; i++) {
            Optional<MethodCode.Scope> scope = root(i) == variable ? scopeOf(definitions.get(i)) : Optional.empty();
            if (scope.isPresent()) {
                return scope;
            }
        }
        return Optional.empty();
    }

    private Optional<MethodCode.Scope> scopeOf(Definition definition) {
        return code.scopeOfStore(definition.slot(), definition.instruction());
    }

    private void define(Definition definition) {
        numbers.put(definition, definitions.size());
        definitions.add(definition);
    }

    private int number(int instruction, int slot) {
        Integer number = numbers.get(new Definition(instruction, slot));
        if (number == null) {
            throw new IllegalStateException("instruction " + instruction + " does not define slot " + slot);
        }
        return number;
    }

    private void joinScopes() {
        Map<MethodCode.Scope, Integer> first = new HashMap<>();
        for (int i = 0; i < parent.length; i++) {
            int definition = i;
            scopeOf(definitions.get(i))
                    .ifPresent(scope -> join(first.computeIfAbsent(scope, key -> definition), definition));
        }
    }

    /** Finds which definitions reach each instruction. */
    private void reach() {
        BitSet entry = new BitSet();
        for (int i = 0; i < definitions.size(); i++) {
            entry.set(i, definitions.get(i).instruction() == ENTRY);
        }
        reaching.put(0, entry);
        Deque<Integer> work = new ArrayDeque<>(List.of(0));
        while (!work.isEmpty()) {
            int i = work.removeFirst();
            BitSet after = (BitSet) reaching.getOrDefault(i, entry).clone();
            slotDefined(code.at(i)).ifPresent(slot -> {
                for (int d = after.nextSetBit(0); d >= 0; d = after.nextSetBit(d + 1)) {
                    if (definitions.get(d).slot() == slot) {
                        after.clear(d);
                    }
                }
                after.set(number(i, slot));
            });
            for (int next : code.successors(i)) {
                BitSet before = reaching.get(next);
                if (before == null) {
                    reaching.put(next, (BitSet) after.clone());
                    work.addLast(next);
                } else if (next < code.size()) {
                    int known = before.cardinality();
                    before.or(after);
                    if (before.cardinality() > known) {
                        work.addLast(next);
                    }
                }
            }
        }
    }

    private void joinUses() {
        for (int i = 0; i < code.size(); i++) {
            OptionalInt slot = slotUsed(code.at(i));
            BitSet before = reaching.get(i);
            if (slot.isEmpty() || before == null) {
                continue;
            }
            int last = code.at(i) instanceof IncrementInstruction ? number(i, slot.getAsInt()) : -1;
            for (int d = before.nextSetBit(0); d >= 0; d = before.nextSetBit(d + 1)) {
                if (definitions.get(d).slot() == slot.getAsInt()) {
                    if (last >= 0) {
                        join(last, d);
                    }
                    last = d;
                }
            }
        }
    }

    private static OptionalInt slotDefined(Instruction instruction) {
        return switch (instruction) {
            case StoreInstruction store -> OptionalInt.of(store.slot());
            case IncrementInstruction increment -> OptionalInt.of(increment.slot());
            default -> OptionalInt.empty();
        };
    }

    private static OptionalInt slotUsed(Instruction instruction) {
        return switch (instruction) {
            case LoadInstruction load -> OptionalInt.of(load.slot());
            case IncrementInstruction increment -> OptionalInt.of(increment.slot());
            default -> OptionalInt.empty();
        };
    }

    private void join(int a, int b) {
        parent[root(a)] = root(b);
    }

    private int root(int definition) {
        int root = definition;
        while (parent[root] != root) {
            root = parent[root];
        }
        return root;
    }
}
