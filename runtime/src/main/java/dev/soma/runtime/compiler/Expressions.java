package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Call;
import dev.soma.runtime.compiler.Expression.Load;
import dev.soma.runtime.compiler.Expression.Read;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Questions about expressions. */
public final class Expressions {
    private Expressions() {}

    /** Whether a node of the tree is so. */
    public static boolean any(Expression tree, Predicate<Expression> test) {
        return test.test(tree) || tree.operands().stream().anyMatch(operand -> any(operand, test));
    }

    /** Visits every node, a node after its parts. */
    public static void each(Expression tree, Consumer<Expression> visitor) {
        tree.operands().forEach(operand -> each(operand, visitor));
        visitor.accept(tree);
    }

    /** Whether the value depends on memory: such a tree may not move across a store or a barrier. */
    public static boolean readsMemory(Expression tree) {
        return any(
                tree,
                node -> node instanceof Load
                        || (node instanceof Call call && call.function().readsMemory()));
    }

    /** Whether the tree may be evaluated where the source would not: no load, which may lie outside its array, and no call. */
    public static boolean isSafe(Expression tree) {
        return !any(tree, node -> node instanceof Load || node instanceof Call);
    }

    /** Whether the value depends on a variable. */
    @SuppressWarnings("ReferenceEquality") // a variable is an object
    public static boolean reads(Expression tree, Local local) {
        return any(tree, node -> node instanceof Read read && read.local() == local);
    }
}
