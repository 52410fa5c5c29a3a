package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Type.Scalar;
import java.lang.classfile.Opcode;
import java.util.Optional;

/** The arithmetic of bytecode, as operations. */
final class Arithmetic {
    private static final int BYTE_SHIFT = 24;
    private static final int SHORT_SHIFT = 16;
    private static final int CHAR_MASK = 0xffff;

    private Arithmetic() {}

    /** The operation of an instruction; empty where it computes with doubles or is no arithmetic. */
    static Optional<Operation> operation(Opcode opcode) {
        return Optional.ofNullable(
                switch (opcode) {
                    case IADD -> Operation.INT_ADD;
                    case ISUB -> Operation.INT_SUB;
                    case IMUL -> Operation.INT_MUL;
                    case IDIV -> Operation.INT_DIV;
                    case IREM -> Operation.INT_REM;
                    case INEG -> Operation.INT_NEG;
                    case IAND -> Operation.INT_AND;
                    case IOR -> Operation.INT_OR;
                    case IXOR -> Operation.INT_XOR;
                    case ISHL -> Operation.INT_SHL;
                    case ISHR -> Operation.INT_SHR;
                    case IUSHR -> Operation.INT_USHR;
                    case LADD -> Operation.LONG_ADD;
                    case LSUB -> Operation.LONG_SUB;
                    case LMUL -> Operation.LONG_MUL;
                    case LDIV -> Operation.LONG_DIV;
                    case LREM -> Operation.LONG_REM;
                    case LNEG -> Operation.LONG_NEG;
                    case LAND -> Operation.LONG_AND;
                    case LOR -> Operation.LONG_OR;
                    case LXOR -> Operation.LONG_XOR;
                    case LSHL -> Operation.LONG_SHL;
                    case LSHR -> Operation.LONG_SHR;
                    case LUSHR -> Operation.LONG_USHR;
                    case FADD -> Operation.FLOAT_ADD;
                    case FSUB -> Operation.FLOAT_SUB;
                    case FMUL -> Operation.FLOAT_MUL;
                    case FDIV -> Operation.FLOAT_DIV;
                    case FREM -> Operation.FLOAT_REM;
                    case FNEG -> Operation.FLOAT_NEG;
                    case I2L -> Operation.INT_TO_LONG;
                    case I2F -> Operation.INT_TO_FLOAT;
                    case L2I -> Operation.LONG_TO_INT;
                    case L2F -> Operation.LONG_TO_FLOAT;
                    case F2I -> Operation.FLOAT_TO_INT;
                    default -> null;
                });
    }

    /** Combines two operands; bits of truth values stay truth values. */
    static Expression binary(Operation operation, Expression a, Expression b) {
        if ((isBoolean(a) && isTruth(b)) || (isBoolean(b) && isTruth(a))) {
            Expression left = Folding.toBoolean(a);
            Expression right = Folding.toBoolean(b);
            Optional<Operation> logical = switch (operation) {
                case INT_AND -> Optional.of(Operation.BOOLEAN_AND);
                case INT_OR -> Optional.of(Operation.BOOLEAN_OR);
                case INT_XOR -> Optional.of(Operation.BOOLEAN_XOR);
                default -> Optional.empty();
            };
            if (logical.isPresent()) {
                return Folding.apply(logical.get(), left, right);
            }
        }
        return Folding.apply(operation, Folding.toInt(a), Folding.toInt(b));
    }

    /** {@code (byte)}, {@code (short)} and {@code (char)}; empty for other instructions. */
    static Optional<Expression> narrow(Opcode opcode, Expression value) {
        return switch (opcode) {
            case I2B -> Optional.of(signExtend(value, BYTE_SHIFT));
            case I2S -> Optional.of(signExtend(value, SHORT_SHIFT));
            case I2C -> Optional.of(Folding.apply(Operation.INT_AND, value, Constant.of(CHAR_MASK)));
            default -> Optional.empty();
        };
    }

    private static Expression signExtend(Expression value, int shift) {
        Constant count = Constant.of(shift);
        return Folding.apply(Operation.INT_SHR, Folding.apply(Operation.INT_SHL, value, count), count);
    }

    static boolean isBoolean(Expression value) {
        return value.type() == Scalar.BOOLEAN;
    }

    /** Whether a value is a truth value or the constant of one. */
    static boolean isTruth(Expression value) {
        return isBoolean(value)
                || (value instanceof Constant known
                        && known.type() == Scalar.INT
                        && (known.bits() == 0 || known.bits() == 1));
    }
}
