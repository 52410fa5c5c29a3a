package dev.soma.runtime.compiler;

import java.lang.classfile.Opcode;

/** The comparisons of bytecode. */
enum Compare {
    EQ,
    NE,
    LT,
    GE,
    GT,
    LE;

    static boolean isGoto(Opcode opcode) {
        return opcode == Opcode.GOTO || opcode == Opcode.GOTO_W;
    }

    /** Of {@code if<cond>} and {@code if_icmp<cond>}; others are an IllegalArgumentException. */
    static Compare of(Opcode opcode) {
        return switch (opcode) {
            case IFEQ, IF_ICMPEQ -> EQ;
            case IFNE, IF_ICMPNE -> NE;
            case IFLT, IF_ICMPLT -> LT;
            case IFGE, IF_ICMPGE -> GE;
            case IFGT, IF_ICMPGT -> GT;
            case IFLE, IF_ICMPLE -> LE;
            default -> throw new IllegalArgumentException(opcode + " compares no numbers");
        };
    }

    Expression ints(Expression a, Expression b) {
        return Folding.apply(
                switch (this) {
                    case EQ -> Operation.INT_EQ;
                    case NE -> Operation.INT_NE;
                    case LT -> Operation.INT_LT;
                    case GE -> Operation.INT_GE;
                    case GT -> Operation.INT_GT;
                    case LE -> Operation.INT_LE;
                },
                a,
                b);
    }

    Expression longs(Expression a, Expression b) {
        return Folding.apply(
                switch (this) {
                    case EQ -> Operation.LONG_EQ;
                    case NE -> Operation.LONG_NE;
                    case LT -> Operation.LONG_LT;
                    case GE -> Operation.LONG_GE;
                    case GT -> Operation.LONG_GT;
                    case LE -> Operation.LONG_LE;
                },
                a,
                b);
    }

    /** Compares the result of {@code fcmpg} ({@code nanIsGreater}) or {@code fcmpl} with 0. */
    Expression floats(Expression a, Expression b, boolean nanIsGreater) {
        return switch (this) {
            case EQ -> Folding.apply(Operation.FLOAT_EQ, a, b);
            case NE -> Folding.apply(Operation.FLOAT_NE, a, b);
            case LT ->
                nanIsGreater
                        ? Folding.apply(Operation.FLOAT_LT, a, b)
                        : Folding.not(Folding.apply(Operation.FLOAT_GE, a, b));
            case LE ->
                nanIsGreater
                        ? Folding.apply(Operation.FLOAT_LE, a, b)
                        : Folding.not(Folding.apply(Operation.FLOAT_GT, a, b));
            case GT ->
                nanIsGreater
                        ? Folding.not(Folding.apply(Operation.FLOAT_LE, a, b))
                        : Folding.apply(Operation.FLOAT_GT, a, b);
            case GE ->
                nanIsGreater
                        ? Folding.not(Folding.apply(Operation.FLOAT_LT, a, b))
                        : Folding.apply(Operation.FLOAT_GE, a, b);
        };
    }
}
