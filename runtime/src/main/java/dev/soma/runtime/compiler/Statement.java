package dev.soma.runtime.compiler;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A step with an effect. */
public sealed interface Statement {

    /** The values that it takes. */
    List<Expression> operands();

    /** The same with every node of its expressions replaced. */
    Statement map(UnaryOperator<Expression> replacement);

    /** {@code local = value}. */
    record Assign(Local local, Expression value) implements Statement {
        @Override
        public List<Expression> operands() {
            return List.of(value);
        }

        @Override
        public Statement map(UnaryOperator<Expression> replacement) {
            return new Assign(local, value.map(replacement));
        }
    }

    /** {@code array[index] = value}. */
    record Store(Expression array, Expression index, Expression value) implements Statement {
        @Override
        public List<Expression> operands() {
            return List.of(array, index, value);
        }

        @Override
        public Statement map(UnaryOperator<Expression> replacement) {
            return new Store(array.map(replacement), index.map(replacement), value.map(replacement));
        }
    }

    /** A call of a function with effects, or whose result is not used: {@code result = function(operands)}. */
    record Invoke(Optional<Local> result, Function function, List<Expression> operands) implements Statement {
        @Override
        public Statement map(UnaryOperator<Expression> replacement) {
            return new Invoke(
                    result,
                    function,
                    operands.stream().map(operand -> operand.map(replacement)).toList());
        }
    }

    /** All elements of a private array become 0. */
    record Clear(Allocation array) implements Statement {
        @Override
        public List<Expression> operands() {
            return List.of();
        }

        @Override
        public Statement map(UnaryOperator<Expression> replacement) {
            return this;
        }
    }

    /** All work-items of the group wait for one another. */
    record Barrier() implements Statement {
        @Override
        public List<Expression> operands() {
            return List.of();
        }

        @Override
        public Statement map(UnaryOperator<Expression> replacement) {
            return this;
        }
    }
}
