package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Apply;
import dev.soma.runtime.compiler.Expression.Conditional;
import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Type.Scalar;
import java.util.List;
import java.util.Optional;

/** Builds expressions, simpler ones where integers and truth values are known. Floats are left as they are. */
final class Folding {
    private static final Constant ZERO = Constant.of(0);
    private static final Constant ONE = Constant.of(1);

    private Folding() {}

    static Expression apply(Operation operation, Expression... operands) {
        return apply(operation, List.of(operands));
    }

    static Expression apply(Operation operation, List<Expression> operands) {
        Expression first = operands.getFirst();
        if (operands.size() == 1) {
            return unary(operation, first);
        }
        if (operands.size() > 2) {
            return new Apply(operation, operands);
        }
        Expression second = operands.get(1);
        if (first instanceof Constant a && second instanceof Constant b) {
            Optional<Constant> value = fold(operation, a, b);
            if (value.isPresent()) {
                return value.get();
            }
        }
        return switch (operation) {
            case INT_NE -> second.equals(ZERO) ? truth(first, false) : new Apply(operation, operands);
            case INT_EQ -> second.equals(ZERO) ? truth(first, true) : new Apply(operation, operands);
            case INT_ADD -> first.equals(ZERO) ? second : second.equals(ZERO) ? first : new Apply(operation, operands);
            case INT_SUB -> second.equals(ZERO) ? first : new Apply(operation, operands);
            case INT_MUL -> {
                if (first.equals(ZERO) || second.equals(ZERO)) {
                    yield ZERO;
                }
                yield first.equals(ONE) ? second : second.equals(ONE) ? first : new Apply(operation, operands);
            }
            case INT_DIV -> second.equals(ONE) ? first : new Apply(operation, operands);
            case INT_REM -> second.equals(ONE) ? ZERO : new Apply(operation, operands);
            case BOOLEAN_AND -> absorb(operation, first, second, Constant.FALSE);
            case BOOLEAN_OR -> absorb(operation, first, second, Constant.TRUE);
            case BOOLEAN_XOR -> {
                if (second instanceof Constant known) {
                    yield known.bits() == 0 ? first : not(first);
                }
                yield first instanceof Constant known
                        ? known.bits() == 0 ? second : not(second)
                        : new Apply(operation, operands);
            }
            default -> new Apply(operation, operands);
        };
    }

    private static Expression absorb(Operation operation, Expression first, Expression second, Constant absorbing) {
        if (first.equals(absorbing) || second.equals(absorbing)) {
            return absorbing;
        }
        if (first instanceof Constant) {
            return second;
        }
        return second instanceof Constant ? first : new Apply(operation, List.of(first, second));
    }

    private static Expression unary(Operation operation, Expression operand) {
        if (operation == Operation.NOT) {
            return not(operand);
        }
        if (operand instanceof Constant known) {
            Optional<Constant> folded = fold(operation, known.asInt());
            if (folded.isPresent()) {
                return folded.get();
            }
        }
        return new Apply(operation, List.of(operand));
    }

    private static Optional<Constant> fold(Operation operation, int value) {
        return Optional.ofNullable(
                switch (operation) {
                    case INT_NEG -> Constant.of(-value);
                    case INT_ABS -> Constant.of(value < 0 ? -value : value);
                    case INT_BIT_COUNT -> Constant.of(Integer.bitCount(value));
                    case INT_LEADING_ZEROS -> Constant.of(Integer.numberOfLeadingZeros(value));
                    case INT_TRAILING_ZEROS -> Constant.of(Integer.numberOfTrailingZeros(value));
                    case INT_TO_LONG -> Constant.of((long) value);
                    case LONG_TO_INT, FLOAT_TO_BITS -> Constant.of(value);
                    case INT_TO_FLOAT -> Constant.of((float) value);
                    case BITS_TO_FLOAT -> new Constant(Scalar.FLOAT, value);
                    case FLOAT_NEG -> new Constant(Scalar.FLOAT, value ^ Integer.MIN_VALUE);
                    default -> null;
                });
    }

    /** The opposite. */
    static Expression not(Expression condition) {
        if (condition instanceof Constant known) {
            return Constant.of(known.bits() == 0);
        }
        if (condition instanceof Conditional choice) {
            return conditional(choice.condition(), not(choice.then()), not(choice.otherwise()));
        }
        if (condition instanceof Apply apply) {
            return switch (apply.operation()) {
                case NOT -> apply.operands().getFirst();
                case INT_EQ -> new Apply(Operation.INT_NE, apply.operands());
                case INT_NE -> new Apply(Operation.INT_EQ, apply.operands());
                case INT_LT -> new Apply(Operation.INT_GE, apply.operands());
                case INT_GE -> new Apply(Operation.INT_LT, apply.operands());
                case INT_GT -> new Apply(Operation.INT_LE, apply.operands());
                case INT_LE -> new Apply(Operation.INT_GT, apply.operands());
                case LONG_EQ -> new Apply(Operation.LONG_NE, apply.operands());
                case LONG_NE -> new Apply(Operation.LONG_EQ, apply.operands());
                case LONG_LT -> new Apply(Operation.LONG_GE, apply.operands());
                case LONG_GE -> new Apply(Operation.LONG_LT, apply.operands());
                case LONG_GT -> new Apply(Operation.LONG_LE, apply.operands());
                case LONG_LE -> new Apply(Operation.LONG_GT, apply.operands());
                // NaN: of the comparisons of floats only these two are each other's opposite
                case FLOAT_EQ -> new Apply(Operation.FLOAT_NE, apply.operands());
                case FLOAT_NE -> new Apply(Operation.FLOAT_EQ, apply.operands());
                default -> new Apply(Operation.NOT, List.of(condition));
            };
        }
        return new Apply(Operation.NOT, List.of(condition));
    }

    /** {@code condition ? then : otherwise}. */
    static Expression conditional(Expression condition, Expression then, Expression otherwise) {
        if (condition instanceof Constant known) {
            return known.bits() != 0 ? then : otherwise;
        }
        if (then.equals(Constant.TRUE) && otherwise.equals(Constant.FALSE)) {
            return condition;
        }
        if (then.equals(Constant.FALSE) && otherwise.equals(Constant.TRUE)) {
            return not(condition);
        }
        if (then.equals(Constant.FALSE)) {
            return new Conditional(not(condition), otherwise, then);
        }
        if (otherwise.equals(Constant.TRUE)) {
            return new Conditional(not(condition), otherwise, then);
        }
        boolean isLogical = then.equals(Constant.TRUE) || otherwise.equals(Constant.FALSE);
        if (!isLogical && condition instanceof Apply apply && apply.operation() == Operation.NOT) {
            return new Conditional(apply.operands().getFirst(), otherwise, then);
        }
        return new Conditional(condition, then, otherwise);
    }

    /** A truth value as the int that bytecode has for it. */
    static Expression toInt(Expression value) {
        return value.type() == Scalar.BOOLEAN ? conditional(value, ONE, ZERO) : value;
    }

    /** The int of bytecode as a truth value. */
    static Expression toBoolean(Expression value) {
        return value.type() == Scalar.BOOLEAN ? value : apply(Operation.INT_NE, value, ZERO);
    }

    /** {@code value != 0}, or {@code value == 0}; conditions that bytecode has turned to ints become conditions again. */
    private static Expression truth(Expression value, boolean isZero) {
        if (value instanceof Constant known) {
            return Constant.of(known.bits() == 0 == isZero);
        }
        if (value instanceof Conditional choice && (isTruth(choice.then()) || isTruth(choice.otherwise()))) {
            return conditional(choice.condition(), truth(choice.then(), isZero), truth(choice.otherwise(), isZero));
        }
        return new Apply(isZero ? Operation.INT_EQ : Operation.INT_NE, List.of(value, ZERO));
    }

    private static boolean isTruth(Expression value) {
        return value instanceof Constant
                || (value instanceof Conditional choice && isTruth(choice.then()) && isTruth(choice.otherwise()));
    }

    private static Optional<Constant> fold(Operation operation, Constant first, Constant second) {
        int a = first.asInt();
        int b = second.asInt();
        return Optional.ofNullable(
                switch (operation) {
                    case INT_ADD -> Constant.of(a + b);
                    case INT_SUB -> Constant.of(a - b);
                    case INT_MUL -> Constant.of(a * b);
                    case INT_DIV -> Constant.of(b == 0 ? 0 : a / b);
                    case INT_REM -> Constant.of(b == 0 ? 0 : a % b);
                    case INT_MIN -> Constant.of(Math.min(a, b));
                    case INT_MAX -> Constant.of(Math.max(a, b));
                    case INT_AND -> Constant.of(a & b);
                    case INT_OR -> Constant.of(a | b);
                    case INT_XOR -> Constant.of(a ^ b);
                    case INT_SHL -> Constant.of(a << b);
                    case INT_SHR -> Constant.of(a >> b);
                    case INT_USHR -> Constant.of(a >>> b);
                    case INT_EQ -> Constant.of(a == b);
                    case INT_NE -> Constant.of(a != b);
                    case INT_LT -> Constant.of(a < b);
                    case INT_LE -> Constant.of(a <= b);
                    case INT_GT -> Constant.of(a > b);
                    case INT_GE -> Constant.of(a >= b);
                    case BOOLEAN_AND -> Constant.of((a & b) != 0);
                    case BOOLEAN_OR -> Constant.of((a | b) != 0);
                    case BOOLEAN_XOR -> Constant.of(a != b);
                    default -> null;
                });
    }
}
