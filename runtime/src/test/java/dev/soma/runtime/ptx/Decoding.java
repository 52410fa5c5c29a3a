package dev.soma.runtime.ptx;

import java.util.Arrays;
import java.util.List;

/** One statement while it is decoded: its modifiers are taken in their order, its operands by number with the type that the instruction wants. */
final class Decoding {
    private final Statement statement;
    private final Registers registers;
    private final ArrayLayout shared;
    private final ArrayLayout local;
    private int modifier;

    Decoding(Statement statement, Registers registers, ArrayLayout shared, ArrayLayout local) {
        this.statement = statement;
        this.registers = registers;
        this.shared = shared;
        this.local = local;
    }

    /** A predicate and whether it is negated. */
    record Predicate(int number, boolean negated) {
        /** The lanes in which it holds. */
        int lanes(Warp warp) {
            return negated ? ~warp.predicates[number] : warp.predicates[number];
        }
    }

    String opcode() {
        return statement.opcode();
    }

    Registers registers() {
        return registers;
    }

    PtxException refused(String why) {
        return statement.refused(why);
    }

    // modifiers

    boolean take(String expected) {
        boolean found = modifier < statement.modifiers().size()
                && statement.modifiers().get(modifier).equals(expected);
        if (found) {
            modifier++;
        }
        return found;
    }

    String takeOneOf(String... expected) {
        String found =
                modifier < statement.modifiers().size() ? statement.modifiers().get(modifier) : "nothing";
        if (!List.of(expected).contains(found)) {
            throw refused("expected one of ." + String.join(" .", expected) + ", found "
                    + (found.equals("nothing") ? found : "." + found));
        }
        modifier++;
        return found;
    }

    PtxType type(PtxType... allowed) {
        String[] names = Arrays.stream(allowed).map(PtxType::text).toArray(String[]::new);
        PtxType type = PtxType.of(takeOneOf(names));
        if (type == null) {
            throw new IllegalStateException("every allowed type has a name");
        }
        return type;
    }

    /** The type that the instruction's name ends with. */
    boolean endsWith(PtxType type) {
        List<String> modifiers = statement.modifiers();
        return !modifiers.isEmpty() && modifiers.getLast().equals(type.text());
    }

    /** All modifiers are taken, and the operands are {@code count}. */
    void end(int count) {
        if (modifier < statement.modifiers().size()) {
            throw refused("the modifier ." + statement.modifiers().get(modifier) + " is not supported here");
        }
        if (statement.operands().size() != count) {
            throw refused("expected " + count + " operands, found "
                    + statement.operands().size());
        }
    }

    int operandCount() {
        return statement.operands().size();
    }

    // operands

    Operand operand(int i) {
        return statement.operands().get(i);
    }

    int destination(int i, PtxType type) {
        return register(operand(i), type);
    }

    int register(Operand operand, PtxType type) {
        if (!(operand instanceof Operand.Name(String name))) {
            throw refused("expected a register of type ." + type.text());
        }
        Variable variable = variable(name);
        if (variable.space() != Variable.Space.REG) {
            throw refused(name + " is not a register");
        }
        if (!type.agreesWith(variable.type())) {
            throw refused(name + " is declared ." + variable.type().text() + ", the instruction wants ." + type.text());
        }
        return registers.place(variable);
    }

    int source(int i, PtxType type) {
        return source(operand(i), type);
    }

    /** The place of a register, or of a constant. */
    int source(Operand operand, PtxType type) {
        return switch (operand) {
            case Operand.Whole(long value) -> registers.constant(whole(value, type));
            case Operand.Real(int bits) -> {
                if (type != PtxType.F32 && type != PtxType.B32) {
                    throw refused("a float constant where ." + type.text() + " is wanted");
                }
                yield registers.constant(bits);
            }
            default -> register(operand, type);
        };
    }

    private long whole(long value, PtxType type) {
        if (type.kind() == PtxType.Kind.FLOAT) {
            throw refused("the integer " + value + " where a float is wanted: write 0f and its bits");
        }
        if (type.bits() == 32 && (value < Integer.MIN_VALUE || value > 0xFFFF_FFFFL)) {
            throw refused("the constant " + value + " has more than 32 bits");
        }
        return type.narrow(value);
    }

    /** A constant that must be known now. */
    int constant(int i, int least, int greatest) {
        if (!(operand(i) instanceof Operand.Whole(long value)) || value < least || value > greatest) {
            throw refused("operand " + (i + 1) + " must be a constant from " + least + " to " + greatest);
        }
        return (int) value;
    }

    int predicate(int i) {
        return predicate(operand(i));
    }

    int predicate(Operand operand) {
        return register(operand, PtxType.PRED);
    }

    Predicate negatable(int i) {
        return operand(i) instanceof Operand.Not(String name)
                ? new Predicate(predicate(new Operand.Name(name)), true)
                : new Predicate(predicate(i), false);
    }

    Variable variable(String name) {
        Variable variable = statement.scope().variable(name);
        if (variable == null) {
            throw refused(name + " is not declared, and no special register of this machine");
        }
        return variable;
    }

    /** The address of an array in its memory. */
    int start(Variable array) {
        return array.space() == Variable.Space.SHARED ? shared.start(array) : local.start(array);
    }
}
