package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.Statement.Assign;
import dev.soma.runtime.compiler.Statement.Invoke;
import dev.soma.runtime.compiler.Terminator.Branch;
import dev.soma.runtime.compiler.Terminator.Return;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Puts the value of a temporary where it is used, if it is used once and nothing between can change the value. */
final class Inliner {
    private final Graph graph;
    private final Map<Local, Integer> definitions = new HashMap<>();
    private final Map<Local, Integer> uses = new HashMap<>();

    Inliner(Graph graph) {
        this.graph = graph;
    }

    /** Whether anything has changed. */
    boolean inline() {
        count();
        boolean changed = false;
        for (Graph.Node node : graph.nodes().values()) {
            for (int i = node.statements.size() - 1; i >= 0; i--) {
                changed |= inline(node, i);
            }
        }
        return changed;
    }

    private void count() {
        for (Graph.Node node : graph.nodes().values()) {
            for (Statement statement : node.statements) {
                statement.operands().forEach(this::countUses);
                defined(statement).ifPresent(local -> definitions.merge(local, 1, Integer::sum));
            }
            operand(node.terminator).ifPresent(this::countUses);
        }
    }

    private void countUses(Expression tree) {
        Expressions.each(tree, node -> {
            if (node instanceof Read read) {
                uses.merge(read.local(), 1, Integer::sum);
            }
        });
    }

    private boolean inline(Graph.Node node, int i) {
        Statement statement = node.statements.get(i);
        Optional<Local> defined = defined(statement);
        if (defined.isEmpty() || !defined.get().isTemporary()) {
            return false;
        }
        Local local = defined.get();
        int useCount = uses.getOrDefault(local, 0);
        if (statement instanceof Invoke call) {
            return nameResult(node, i, call, local, useCount);
        }
        Expression value = ((Assign) statement).value();
        if (useCount == 0) {
            node.statements.remove(i);
            return true;
        }
        if (definitions.getOrDefault(local, 0) != 1) {
            return false;
        }
        if (value instanceof Constant) {
            node.statements.remove(i);
            graph.nodes().values().forEach(other -> replace(other, 0, local, value));
            return true;
        }
        if (useCount != 1) {
            return false;
        }
        for (int k = i + 1; k < node.statements.size(); k++) {
            Statement next = node.statements.get(k);
            if (next.operands().stream().anyMatch(operand -> Expressions.reads(operand, local))) {
                node.statements.set(k, next.map(tree -> replaced(tree, local, value)));
                node.statements.remove(i);
                return true;
            }
            if (changes(next, value)) {
                return false;
            }
        }
        if (operand(node.terminator)
                .filter(tree -> Expressions.reads(tree, local))
                .isPresent()) {
            replace(node, node.statements.size(), local, value);
            node.statements.remove(i);
            return true;
        }
        return false;
    }

    /** {@code t = f(); x = t;} becomes {@code x = f();}. */
    private static boolean nameResult(Graph.Node node, int i, Invoke call, Local local, int useCount) {
        if (useCount == 0) {
            node.statements.set(i, new Invoke(Optional.empty(), call.function(), call.operands()));
            return true;
        }
        if (useCount == 1
                && i + 1 < node.statements.size()
                && node.statements.get(i + 1) instanceof Assign next
                && next.value().equals(new Read(local))) {
            node.statements.set(i, new Invoke(Optional.of(next.local()), call.function(), call.operands()));
            node.statements.remove(i + 1);
            return true;
        }
        return false;
    }

    private static void replace(Graph.Node node, int from, Local local, Expression value) {
        for (int k = from; k < node.statements.size(); k++) {
            node.statements.set(k, node.statements.get(k).map(tree -> replaced(tree, local, value)));
        }
        switch (node.terminator) {
            case Branch branch -> {
                Expression condition = branch.condition().map(tree -> replaced(tree, local, value));
                node.terminator = condition instanceof Constant known
                        ? new Terminator.Goto(known.bits() != 0 ? branch.ifTrue() : branch.ifFalse())
                        : new Branch(condition, branch.ifTrue(), branch.ifFalse());
            }
            case Return end
            when end.value() != null ->
                node.terminator = new Return(end.value().map(tree -> replaced(tree, local, value)));
            default -> {}
        }
    }

    private static Expression replaced(Expression tree, Local local, Expression value) {
        return tree instanceof Read read && read.local().equals(local) ? value : tree;
    }

    private static boolean changes(Statement statement, Expression value) {
        if (defined(statement).filter(local -> Expressions.reads(value, local)).isPresent()) {
            return true;
        }
        return !(statement instanceof Assign) && Expressions.readsMemory(value);
    }

    private static Optional<Local> defined(Statement statement) {
        return switch (statement) {
            case Assign assign -> Optional.of(assign.local());
            case Invoke call -> call.result();
            default -> Optional.empty();
        };
    }

    private static Optional<Expression> operand(Terminator terminator) {
        return switch (terminator) {
            case Branch branch -> Optional.of(branch.condition());
            case Return end -> Optional.ofNullable(end.value());
            default -> Optional.empty();
        };
    }
}
