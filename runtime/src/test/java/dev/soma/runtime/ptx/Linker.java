package dev.soma.runtime.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes a kernel and the functions that it calls into one program. */
final class Linker {
    private static final int GREATEST_CODE = 1 << Stamps.CODE_BITS;

    private final Map<String, FunctionText> functions;
    private final Map<String, ControlDecoder.Callee> linked = new LinkedHashMap<>();
    private final Deque<String> callers = new ArrayDeque<>();
    private final Registers registers = new Registers();
    private final ArrayLayout shared = new ArrayLayout();
    private final ArrayLayout local = new ArrayLayout();
    private int size;

    private Linker(Map<String, FunctionText> functions) {
        this.functions = functions;
    }

    static Program link(FunctionText entry, Map<String, FunctionText> functions) {
        return new Linker(functions).program(entry);
    }

    private Program program(FunctionText entry) {
        collect(entry);
        registers.endOfDeclared();
        if (entry.entry()) {
            entry.parameters().forEach(registers::add);
        }
        if (size > GREATEST_CODE) {
            throw new PtxException(entry.name() + " has " + size + " instructions, the machine takes " + GREATEST_CODE);
        }
        List<Instruction> code = new ArrayList<>();
        for (ControlDecoder.Callee function : linked.values()) {
            code.addAll(decode(function));
        }
        return new Program(
                entry.name(),
                List.copyOf(code),
                registers,
                entry.parameters(),
                shared,
                local,
                entry.blockLimit(),
                entry.blockExact());
    }

    /** Gives the function and all that it calls a place in the code, and their variables one in the registers. */
    private void collect(FunctionText text) {
        if (callers.contains(text.name())) {
            throw new PtxException(
                    "line " + text.line() + ": " + text.name() + " calls itself, which is not supported");
        }
        if (linked.containsKey(text.name())) {
            return;
        }
        linked.put(text.name(), new ControlDecoder.Callee(text, size));
        size += text.statements().size() + 1;
        if (!text.entry()) {
            text.parameters().forEach(registers::add);
            text.results().forEach(registers::add);
        }
        for (Variable variable : text.variables()) {
            switch (variable.space()) {
                case SHARED -> shared.add(variable);
                case LOCAL -> local.add(variable);
                default -> registers.add(variable);
            }
        }
        callers.push(text.name());
        for (Statement statement : text.statements()) {
            if (statement.opcode().equals("call")) {
                String name = ControlDecoder.callee(statement);
                FunctionText callee = functions.get(name);
                if (callee == null || callee.entry()) {
                    throw statement.refused("the function " + name + " is not defined");
                }
                collect(callee);
            }
        }
        callers.pop();
    }

    private List<Instruction> decode(ControlDecoder.Callee function) {
        FunctionText text = function.text();
        List<Instruction> code = new ArrayList<>();
        for (Statement statement : text.statements()) {
            code.add(decode(statement, function.start()));
        }
        int lastLine = text.statements().isEmpty()
                ? text.line()
                : text.statements().getLast().line();
        code.add(new Instruction(
                new Operation.Return(), OpClass.CONTROL, -1, false, -1, lastLine, "the end of " + text.name()));
        int[] meetings = new PostDominators(code, function.start()).immediate();
        for (int i = 0; i < code.size(); i++) {
            if (code.get(i).operation() instanceof Operation.Branch) {
                code.set(i, code.get(i).withReconvergence(meetings[i] < 0 ? -1 : function.start() + meetings[i]));
            }
        }
        return code;
    }

    private Instruction decode(Statement statement, int start) {
        Decoding in = new Decoding(statement, registers, shared, local);
        int guard = -1;
        boolean negated = false;
        if (statement.guard() != null) {
            guard = in.predicate(new Operand.Name(statement.guard().predicate()));
            negated = statement.guard().negated();
        }
        @Nullable Operation control = ControlDecoder.decode(in, statement, start, linked);
        if (control != null) {
            OpClass opClass = control instanceof Operation.Barrier ? OpClass.SYNC : OpClass.CONTROL;
            return new Instruction(control, opClass, guard, negated, -1, statement.line(), statement.text());
        }
        MemoryDecoder.Decoded plain = Decoders.decode(in);
        return new Instruction(
                plain.operation(), plain.opClass(), guard, negated, -1, statement.line(), statement.text());
    }
}
