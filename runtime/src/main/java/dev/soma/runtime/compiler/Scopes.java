package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.Statement.Assign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where variables are declared: in the innermost block that holds all their uses, at the first. */
final class Scopes {
    private Scopes() {}

    /**
     * The variables to declare before, or at, each item of a list.
     *
     * @param declared those declared further out
     */
    static Map<Integer, List<Local>> declarations(List<Structure> code, Set<Local> declared) {
        Map<Local, List<Integer>> uses = new HashMap<>();
        Set<Local> order = new LinkedHashSet<>();
        for (int i = 0; i < code.size(); i++) {
            for (Local local : locals(code.get(i))) {
                order.add(local);
                uses.computeIfAbsent(local, key -> new ArrayList<>()).add(i);
            }
        }
        Map<Integer, List<Local>> result = new HashMap<>();
        for (Local local : order) {
            List<Integer> items = uses.getOrDefault(local, List.of());
            if (!declared.contains(local) && (items.size() > 1 || !isInner(code.get(items.getFirst()), local))) {
                result.computeIfAbsent(items.getFirst(), key -> new ArrayList<>())
                        .add(local);
            }
        }
        return result;
    }

    /** The last item that uses a variable. */
    static int lastUse(List<Structure> code, Local local) {
        int last = -1;
        for (int i = 0; i < code.size(); i++) {
            if (locals(code.get(i)).contains(local)) {
                last = i;
            }
        }
        return last;
    }

    /** The variable that an item gives its first value, if its declaration can do that. */
    static Optional<Local> initialised(Structure item) {
        if (item instanceof Structure.Simple simple) {
            return switch (simple.statement()) {
                case Assign assign
                when !Expressions.reads(assign.value(), assign.local()) -> Optional.of(assign.local());
                case Statement.Invoke call -> call.result();
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    /** Whether a variable is used in one block of an item alone. */
    private static boolean isInner(Structure item, Local local) {
        return !headLocals(item).contains(local)
                && blocks(item).stream().filter(block -> uses(block, local)).count() == 1;
    }

    private static boolean uses(List<Structure> code, Local local) {
        return code.stream().anyMatch(item -> locals(item).contains(local));
    }

    private static Set<Local> locals(Structure item) {
        Set<Local> result = headLocals(item);
        blocks(item).forEach(block -> block.forEach(inner -> result.addAll(locals(inner))));
        return result;
    }

    /** The variables used by an item itself, not by the blocks in it. */
    private static Set<Local> headLocals(Structure item) {
        Set<Local> result = new LinkedHashSet<>();
        switch (item) {
            case Structure.Simple simple -> statement(simple.statement(), result);
            case Structure.If choice -> expression(choice.condition(), result);
            case Structure.While loop -> {
                expression(loop.condition(), result);
                if (loop.update() != null) {
                    statement(loop.update(), result);
                }
            }
            case Structure.DoWhile loop -> expression(loop.condition(), result);
            case Structure.Return end -> {
                if (end.value() != null) {
                    expression(end.value(), result);
                }
            }
            default -> {}
        }
        return result;
    }

    private static void statement(Statement statement, Set<Local> into) {
        switch (statement) {
            case Assign assign -> into.add(assign.local());
            case Statement.Invoke call -> call.result().ifPresent(into::add);
            default -> {}
        }
        statement.operands().forEach(operand -> expression(operand, into));
    }

    private static void expression(Expression tree, Set<Local> into) {
        Expressions.each(tree, node -> {
            if (node instanceof Read read) {
                into.add(read.local());
            }
        });
    }

    /** The blocks in an item. */
    private static List<List<Structure>> blocks(Structure item) {
        return switch (item) {
            case Structure.If choice -> List.of(choice.then(), choice.otherwise());
            case Structure.While loop -> List.of(loop.body());
            case Structure.DoWhile loop -> List.of(loop.body());
            default -> List.of();
        };
    }

    /** Whether a loop's body goes on with its next round, inner loops aside. */
    static boolean continues(List<Structure> body) {
        return body.stream().anyMatch(item -> switch (item) {
            case Structure.Continue _, Structure.Jump _ -> true;
            case Structure.If choice -> continues(choice.then()) || continues(choice.otherwise());
            case Structure.While loop -> continuesOut(loop.body());
            case Structure.DoWhile loop -> continuesOut(loop.body());
            default -> false;
        });
    }

    private static boolean continuesOut(List<Structure> inner) {
        Set<Integer> labels = new LinkedHashSet<>();
        jumps(inner, labels);
        return !labels.isEmpty();
    }

    /** Collects the labels that are jumped to. */
    static void jumps(List<Structure> code, Set<Integer> into) {
        for (Structure item : code) {
            if (item instanceof Structure.Jump jump) {
                into.add(jump.label());
            }
            blocks(item).forEach(block -> jumps(block, into));
        }
    }

    /** The code without the labels that nothing jumps to. */
    static List<Structure> withoutLabels(List<Structure> code, Set<Integer> used) {
        return code.stream()
                .filter(item -> !(item instanceof Structure.Label label) || used.contains(label.label()))
                .map(item -> switch (item) {
                    case Structure.If choice ->
                        new Structure.If(
                                choice.condition(),
                                withoutLabels(choice.then(), used),
                                withoutLabels(choice.otherwise(), used));
                    case Structure.While loop ->
                        new Structure.While(
                                loop.condition(), withoutLabels(loop.body(), used), loop.update(), loop.counter());
                    case Structure.DoWhile loop ->
                        new Structure.DoWhile(withoutLabels(loop.body(), used), loop.condition());
                    default -> item;
                })
                .toList();
    }
}
