package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.List;

/** Reads declarations: registers, parameters, arrays in shared and local memory. */
final class DeclarationParser {
    private final TokenStream in;

    DeclarationParser(TokenStream in) {
        this.in = in;
    }

    /** {@code (.param .u64 a, .reg .f32 b)}, or nothing. */
    List<Variable> parameters(boolean entry) {
        List<Variable> parameters = new ArrayList<>();
        if (!in.takeIf("(")) {
            return parameters;
        }
        while (!in.takeIf(")")) {
            int line = in.line();
            String space = in.word();
            if (!space.equals(".param") && (entry || !space.equals(".reg"))) {
                throw new PtxException("line " + line + ": a parameter is declared .param" + (entry ? "" : " or .reg")
                        + ", found " + space);
            }
            PtxType type = type();
            if (entry && in.takeIf(".ptr")) {
                pointer(type, line);
            }
            String name = in.word();
            if (in.next("[")) {
                throw new PtxException("line " + line + ": the parameter " + name + " is an array: not supported");
            }
            boolean register = space.equals(".reg");
            if (type.bits() < 32) {
                throw new PtxException("line " + line + ": parameters have 32 or 64 bits, " + name + " has not");
            }
            Variable.Space kept = entry ? Variable.Space.ENTRY_PARAM : Variable.Space.PARAM;
            parameters.add(new Variable(name, register ? Variable.Space.REG : kept, type, type.bytes(), 4));
            if (!in.next(")")) {
                in.expect(",");
            }
        }
        return parameters;
    }

    /** What {@code .ptr} promises of a parameter; the machine checks every access itself. */
    private void pointer(PtxType type, int line) {
        if (type.bits() != 64) {
            throw new PtxException("line " + line + ": a pointer has 64 bits, ." + type.text() + " has not");
        }
        if (!in.takeIf(".global")) {
            throw new PtxException("line " + line + ": only pointers to .global memory are supported");
        }
        if (in.takeIf(".align")) {
            in.size();
        }
    }

    /** What follows {@code .reg}, up to and with the semicolon. */
    List<Variable> registers() {
        PtxType type = type();
        if (type.bits() == 8 || type.bits() == 16) {
            throw new PtxException(
                    "line " + in.line() + ": registers have 32 or 64 bits or are predicates, found ." + type.text());
        }
        List<Variable> registers = new ArrayList<>();
        do {
            String name = in.word();
            if (in.takeIf("<")) {
                int count = in.size();
                in.expect(">");
                for (int i = 0; i < count; i++) {
                    registers.add(new Variable(name + i, Variable.Space.REG, type, type.bytes(), 4));
                }
            } else {
                registers.add(new Variable(name, Variable.Space.REG, type, type.bytes(), 4));
            }
        } while (in.takeIf(","));
        in.expect(";");
        return registers;
    }

    /** What follows {@code .param} in a function's body: one scalar. */
    Variable bodyParameter() {
        int line = in.line();
        PtxType type = type();
        String name = in.word();
        in.expect(";");
        if (type.bits() < 32) {
            throw new PtxException("line " + line + ": parameters have 32 or 64 bits, " + name + " has not");
        }
        return new Variable(name, Variable.Space.PARAM, type, type.bytes(), 4);
    }

    /** What follows {@code .shared} or {@code .local}, up to and with the semicolon. */
    Variable array(Variable.Space space) {
        int line = in.line();
        int alignment = in.takeIf(".align") ? in.size() : 0;
        PtxType type = type();
        if (type == PtxType.PRED) {
            throw new PtxException("line " + line + ": predicates live in registers only");
        }
        int align = Math.max(alignment, type.bytes());
        if (Integer.bitCount(align) != 1 || align > 128 || (alignment != 0 && alignment < type.bytes())) {
            throw new PtxException("line " + line + ": the alignment " + alignment
                    + " is not a power of two from the element's size to 128");
        }
        String name = in.word();
        int elements = 1;
        while (in.takeIf("[")) {
            elements = Math.multiplyExact(elements, in.size());
            in.expect("]");
        }
        in.expect(";");
        if (elements == 0) {
            throw new PtxException("line " + line + ": the array " + name + " is empty");
        }
        return new Variable(name, space, type, Math.multiplyExact(elements, type.bytes()), align);
    }

    private PtxType type() {
        int line = in.line();
        String text = in.word();
        PtxType type = text.startsWith(".") ? PtxType.of(text.substring(1)) : null;
        if (type == null) {
            throw new PtxException("line " + line + ": the type " + text + " is not known");
        }
        return type;
    }
}
