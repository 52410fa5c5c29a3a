package dev.soma.runtime.ptx;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Branches, calls, returns and barriers. */
final class ControlDecoder {
    private ControlDecoder() {}

    /** A function as a caller sees it. */
    record Callee(FunctionText text, int start) {}

    /** The operation, or null for an instruction that is not control flow. */
    static @Nullable Operation decode(Decoding in, Statement statement, int start, Map<String, Callee> functions) {
        return switch (statement.opcode()) {
            case "bra" -> branch(in, statement, start);
            case "call" -> call(in, statement, functions);
            case "ret" -> {
                in.take("uni");
                in.end(0);
                yield new Operation.Return();
            }
            case "exit" -> {
                in.end(0);
                yield new Operation.Exit();
            }
            case "trap" -> {
                in.end(0);
                yield new Operation.Trap();
            }
            case "bar", "barrier" -> barrier(in, statement);
            default -> null;
        };
    }

    private static Operation branch(Decoding in, Statement statement, int start) {
        boolean uniform = in.take("uni");
        in.end(1);
        if (!(in.operand(0) instanceof Operand.Name(String label))) {
            throw in.refused("expected a label");
        }
        Integer position = statement.scope().position(label);
        if (position == null) {
            throw in.refused("the label " + label + " is not in reach");
        }
        return new Operation.Branch(start + position, uniform);
    }

    private static Operation barrier(Decoding in, Statement statement) {
        in.take("cta");
        if (!in.take("sync")) {
            throw in.refused("only .sync barriers are supported");
        }
        if (statement.opcode().equals("barrier")) {
            in.take("aligned");
        }
        in.end(1);
        if (statement.guard() != null) {
            throw in.refused("a barrier under a predicate is not supported");
        }
        return new Operation.Barrier(in.constant(0, 0, 15));
    }

    /** The name of the function that a statement calls. */
    static String callee(Statement statement) {
        for (Operand operand : statement.operands()) {
            if (operand instanceof Operand.Name(String name)) {
                return name;
            }
        }
        throw statement.refused("the call names no function");
    }

    private static Operation call(Decoding in, Statement statement, Map<String, Callee> functions) {
        in.take("uni");
        in.end(statement.operands().size());
        if (statement.guard() != null) {
            throw in.refused("a call under a predicate is not supported: branch around it");
        }
        Callee callee = Objects.requireNonNull(functions.get(callee(statement)));
        List<Operand> operands = statement.operands();
        int at = operands.indexOf(new Operand.Name(callee.text().name()));
        List<Operand> results = at > 0 ? group(in, operands.getFirst()) : List.of();
        List<Operand> arguments = at + 1 < operands.size() ? group(in, operands.get(at + 1)) : List.of();
        if (at > 1
                || operands.size() > at + 2
                || results.size() != callee.text().results().size()
                || arguments.size() != callee.text().parameters().size()) {
            throw in.refused(callee.text().name() + " has "
                    + callee.text().parameters().size() + " parameters and "
                    + callee.text().results().size() + " results, call it as (results), name, (arguments)");
        }
        int[] given = actual(in, arguments, callee.text().parameters(), false);
        int[] formal = formal(in, callee.text().parameters());
        int[] taken = actual(in, results, callee.text().results(), true);
        int[] made = formal(in, callee.text().results());
        return new Operation.Call(callee.start(), copies(formal, given), copies(taken, made));
    }

    private static List<Operand> group(Decoding in, Operand operand) {
        if (operand instanceof Operand.Group(List<Operand> elements)) {
            return elements;
        }
        throw in.refused("results and arguments of a call stand in parentheses");
    }

    private static int[] formal(Decoding in, List<Variable> variables) {
        return variables.stream().mapToInt(in.registers()::place).toArray();
    }

    private static int[] actual(Decoding in, List<Operand> operands, List<Variable> formal, boolean written) {
        int[] places = new int[operands.size()];
        for (int i = 0; i < places.length; i++) {
            Operand operand = operands.get(i);
            PtxType type = formal.get(i).type();
            if (operand instanceof Operand.Name(String name)
                    && in.variable(name).space() == Variable.Space.PARAM
                    && type.agreesWith(in.variable(name).type())) {
                places[i] = in.registers().place(in.variable(name));
            } else {
                places[i] = written ? in.register(operand, type) : in.source(operand, type);
            }
        }
        return places;
    }

    private static Operation.Plain copies(int[] to, int[] from) {
        Operation.Plain[] copies = new Operation.Plain[to.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = MoveDecoder.copy(to[i], from[i]);
        }
        return (warp, mask) -> {
            for (Operation.Plain copy : copies) {
                copy.execute(warp, mask);
            }
        };
    }
}
