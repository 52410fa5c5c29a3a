package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.List;

/** Reads the operands of an instruction. */
final class OperandParser {
    private final TokenStream in;

    OperandParser(TokenStream in) {
        this.in = in;
    }

    /** All operands up to and with the semicolon. */
    List<Operand> operands() {
        if (in.takeIf(";")) {
            return List.of();
        }
        List<Operand> operands = list();
        in.expect(";");
        return operands;
    }

    private List<Operand> list() {
        List<Operand> operands = new ArrayList<>();
        do {
            operands.add(operand());
        } while (in.takeIf(","));
        return List.copyOf(operands);
    }

    private Operand operand() {
        if (in.takeIf("{")) {
            List<Operand> elements = list();
            in.expect("}");
            return new Operand.Vector(elements);
        }
        if (in.takeIf("(")) {
            List<Operand> elements = in.next(")") ? List.of() : list();
            in.expect(")");
            return new Operand.Group(elements);
        }
        if (in.takeIf("[")) {
            return address();
        }
        if (in.takeIf("!")) {
            return new Operand.Not(in.word());
        }
        if (in.next("-") || in.peek().kind() == Token.Kind.NUMBER) {
            return constant();
        }
        String name = in.word();
        return in.takeIf("|") ? new Operand.Pair(name, in.word()) : new Operand.Name(name);
    }

    private Operand address() {
        String name = in.word();
        long offset = in.takeIf("+") ? in.whole() : 0;
        in.expect("]");
        return new Operand.Address(name, offset);
    }

    private Operand constant() {
        String text = in.peek().text();
        if (!text.startsWith("0f") && !text.startsWith("0F")) {
            return new Operand.Whole(in.whole());
        }
        Token token = in.take();
        if (text.length() != 10) {
            throw new PtxException(
                    "line " + token.line() + ": a float constant is 0f and eight hexadecimal digits, found " + text);
        }
        try {
            return new Operand.Real(Integer.parseUnsignedInt(text.substring(2), 16));
        } catch (NumberFormatException e) {
            throw new PtxException("line " + token.line() + ": " + text + " is no float constant");
        }
    }
}
