package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The operand stack of the JVM, with expressions for values. What waits on it has not been evaluated: before a statement would
 * change its value it is put away in a temporary.
 */
final class OperandStack {
    private final List<Expression> values;
    private final List<Statement> statements;
    private final Function<Type, Local> temporaries;

    /**
     * @param values from the bottom; copied
     * @param statements where temporaries are assigned
     * @param temporaries makes temporaries
     */
    OperandStack(List<Expression> values, List<Statement> statements, Function<Type, Local> temporaries) {
        this.values = new ArrayList<>(values);
        this.statements = statements;
        this.temporaries = temporaries;
    }

    void push(Expression value) {
        values.add(value);
    }

    Expression pop() {
        return values.removeLast();
    }

    Expression peek() {
        return values.getLast();
    }

    List<Expression> values() {
        return List.copyOf(values);
    }

    /** Before a variable changes. */
    void keep(Local local) {
        spill(value -> Expressions.reads(value, local));
    }

    /** Before memory changes. */
    void keepLoads() {
        spill(Expressions::readsMemory);
    }

    /** Before control divides: all but those that are kept already, so that both ways have the same. */
    void keepAll(Predicate<Local> isKept) {
        spill(value ->
                value.type() != Type.Context.CONTEXT && !(value instanceof Read read && isKept.test(read.local())));
    }

    /** Copies the top {@code count} values. */
    void duplicate(int count) {
        List<Expression> top = values.subList(values.size() - count, values.size());
        top.replaceAll(value -> isPlain(value) ? value : store(value));
        values.addAll(List.copyOf(top));
    }

    /** Copies the top value below the {@code depth} values under it. */
    void duplicateBelow(int depth) {
        Expression top = isPlain(peek()) ? pop() : store(pop());
        values.add(values.size() - depth, top);
        values.add(top);
    }

    private static boolean isPlain(Expression value) {
        return value instanceof Read || value instanceof Constant;
    }

    private void spill(Predicate<Expression> test) {
        values.replaceAll(value -> test.test(value) ? store(value) : value);
    }

    private Read store(Expression value) {
        Local temporary = temporaries.apply(value.type());
        statements.add(new Statement.Assign(temporary, value));
        return new Read(temporary);
    }
}
