package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Type.Scalar;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A value: a tree without effects. What it reads, variables and memory, it reads when its statement is executed, in any order.
 */
public sealed interface Expression {

    /** The type of the value. */
    Type type();

    /** The parts that it is computed from. */
    List<Expression> operands();

    /** The same with other parts, simplified where that is plain. */
    Expression withOperands(List<Expression> operands);

    /** This tree with every node replaced, leaves first. */
    default Expression map(UnaryOperator<Expression> replacement) {
        List<Expression> before = operands();
        List<Expression> after =
                before.stream().map(operand -> operand.map(replacement)).toList();
        return replacement.apply(same(before, after) ? this : withOperands(after));
    }

    @SuppressWarnings("ReferenceEquality") // rebuilt only if a part has been replaced by another object
    private static boolean same(List<Expression> before, List<Expression> after) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != after.get(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A constant.
     *
     * @param bits an int, a long, a float's bits as an int, or 0 and 1 for false and true
     */
    record Constant(Scalar type, long bits) implements Expression {
        static final Constant TRUE = new Constant(Scalar.BOOLEAN, 1);
        static final Constant FALSE = new Constant(Scalar.BOOLEAN, 0);

        static Constant of(int value) {
            return new Constant(Scalar.INT, value);
        }

        static Constant of(long value) {
            return new Constant(Scalar.LONG, value);
        }

        static Constant of(float value) {
            return new Constant(Scalar.FLOAT, Float.floatToRawIntBits(value));
        }

        static Constant of(boolean value) {
            return value ? TRUE : FALSE;
        }

        /** The value of an int, a boolean, or the bits of a float. */
        public int asInt() {
            return (int) bits;
        }

        /** The value of a float. */
        public float asFloat() {
            return Float.intBitsToFloat((int) bits);
        }

        @Override
        public List<Expression> operands() {
            return List.of();
        }

        @Override
        public Expression withOperands(List<Expression> operands) {
            return this;
        }
    }

    /** The value of a variable. */
    record Read(Local local) implements Expression {
        @Override
        public Type type() {
            return local.type();
        }

        @Override
        public List<Expression> operands() {
            return List.of();
        }

        @Override
        public Expression withOperands(List<Expression> operands) {
            return this;
        }
    }

    /** A work-item's coordinate, an int. */
    record Position(Coordinate coordinate) implements Expression {
        @Override
        public Type type() {
            return Scalar.INT;
        }

        @Override
        public List<Expression> operands() {
            return List.of();
        }

        @Override
        public Expression withOperands(List<Expression> operands) {
            return this;
        }
    }

    /** {@code array[index]}. */
    record Load(Expression array, Expression index) implements Expression {
        @Override
        public Type type() {
            return ((Type.Array) array.type()).element();
        }

        @Override
        public List<Expression> operands() {
            return List.of(array, index);
        }

        @Override
        public Expression withOperands(List<Expression> operands) {
            return new Load(operands.get(0), operands.get(1));
        }
    }

    /** An operation on scalars. */
    record Apply(Operation operation, List<Expression> operands) implements Expression {
        @Override
        public Type type() {
            return operation.result();
        }

        @Override
        public Expression withOperands(List<Expression> newOperands) {
            return Folding.apply(operation, newOperands);
        }
    }

    /**
     * {@code condition ? then : otherwise}, of which only the chosen arm may be evaluated if it {@linkplain
     * Expressions#readsMemory reads memory} or calls. {@code a && b} is {@code a ? b : false}, {@code a || b} is {@code a ? true
     * : b}.
     */
    record Conditional(Expression condition, Expression then, Expression otherwise) implements Expression {
        @Override
        public Type type() {
            return then.type();
        }

        @Override
        public List<Expression> operands() {
            return List.of(condition, then, otherwise);
        }

        @Override
        public Expression withOperands(List<Expression> operands) {
            return Folding.conditional(operands.get(0), operands.get(1), operands.get(2));
        }
    }

    /** The result of a function without effects. */
    record Call(Function function, List<Expression> operands) implements Expression {
        @Override
        public Type type() {
            return function.requireResult();
        }

        @Override
        public Expression withOperands(List<Expression> newOperands) {
            return new Call(function, newOperands);
        }
    }
}
