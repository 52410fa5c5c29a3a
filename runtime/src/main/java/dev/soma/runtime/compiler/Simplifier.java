package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Statement.Assign;
import dev.soma.runtime.compiler.Terminator.Branch;
import dev.soma.runtime.compiler.Terminator.Goto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes conditions, conditional expressions and straight blocks again of the branches that javac made of them. */
final class Simplifier {
    private final Graph graph;

    private Simplifier(Graph graph) {
        this.graph = graph;
    }

    static void simplify(Graph graph) {
        Simplifier simplifier = new Simplifier(graph);
        boolean changed = true;
        while (changed) {
            simplifier.removeUnreachable();
            changed = simplifier.skipEmptyBlocks();
            simplifier.removeUnreachable();
            changed |= simplifier.joinStraightBlocks();
            changed |= simplifier.joinConditions();
            changed |= simplifier.joinArms();
            changed |= new Inliner(graph).inline();
        }
    }

    private void removeUnreachable() {
        Set<Integer> reached = new HashSet<>();
        Deque<Integer> work = new ArrayDeque<>(List.of(graph.nodes().firstKey()));
        while (!work.isEmpty()) {
            int name = work.removeLast();
            if (reached.add(name)) {
                work.addAll(graph.node(name).terminator.successors());
            }
        }
        graph.nodes().keySet().retainAll(reached);
    }

    /** Jumps to an empty block become jumps to where it jumps. */
    private boolean skipEmptyBlocks() {
        Map<Integer, Integer> skipped = new HashMap<>();
        graph.nodes().forEach((name, node) -> {
            if (node.statements.isEmpty() && node.terminator instanceof Goto jump && jump.target() != name) {
                skipped.put(name, jump.target());
            }
        });
        boolean changed = false;
        for (Graph.Node node : graph.nodes().values()) {
            Terminator before = node.terminator;
            Terminator after = before.retarget(target -> {
                int end = target;
                for (int hops = 0; skipped.containsKey(end) && hops < skipped.size(); hops++) {
                    end = skipped.getOrDefault(end, end);
                }
                return end;
            });
            if (after instanceof Branch branch && branch.ifTrue() == branch.ifFalse()) {
                after = new Goto(branch.ifTrue());
            }
            changed |= !after.successors().equals(before.successors());
            node.terminator = after;
        }
        return changed;
    }

    private boolean joinStraightBlocks() {
        Map<Integer, Integer> predecessors = graph.predecessors();
        for (int name : List.copyOf(graph.nodes().keySet())) {
            Graph.Node node = graph.get(name);
            while (node != null
                    && node.terminator instanceof Goto jump
                    && jump.target() != name
                    && predecessors.getOrDefault(jump.target(), 0) == 1) {
                Graph.Node next = graph.node(jump.target());
                node.statements.addAll(next.statements);
                node.terminator = next.terminator;
                graph.nodes().remove(jump.target());
                if (name > jump.target()) {
                    // keeps the order of the source
                    return true;
                }
            }
        }
        return false;
    }

    /** Two conditions with a common target become {@code &&} or {@code ||}. */
    private boolean joinConditions() {
        boolean changed = false;
        Map<Integer, Integer> predecessors = graph.predecessors();
        for (int name : List.copyOf(graph.nodes().keySet())) {
            Graph.Node node = graph.get(name);
            if (node != null && node.terminator instanceof Branch first) {
                for (int target : first.successors()) {
                    Graph.Node next = graph.get(target);
                    if (target != name
                            && next != null
                            && next.statements.isEmpty()
                            && predecessors.getOrDefault(target, 0) == 1
                            && next.terminator instanceof Branch second) {
                        Terminator joined = join(first, target, second);
                        if (joined != null) {
                            node.terminator = joined;
                            graph.nodes().remove(target);
                            changed = true;
                            break;
                        }
                    }
                }
            }
            if (changed) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Terminator join(Branch first, int middle, Branch second) {
        // as if the middle were where the first condition goes when it is true
        boolean ifTrue = first.ifTrue() == middle;
        Expression enters = ifTrue ? first.condition() : Folding.not(first.condition());
        int other = ifTrue ? first.ifFalse() : first.ifTrue();
        Expression never = Expression.Constant.FALSE;
        if (second.ifFalse() == other) {
            return new Branch(Folding.conditional(enters, second.condition(), never), second.ifTrue(), other);
        }
        if (second.ifTrue() == other) {
            return new Branch(
                    Folding.conditional(enters, Folding.not(second.condition()), never), second.ifFalse(), other);
        }
        return null;
    }

    /** Two arms that do nothing but assign the same temporary become a conditional expression. */
    private boolean joinArms() {
        boolean changed = false;
        Map<Integer, Integer> predecessors = graph.predecessors();
        for (int name : List.copyOf(graph.nodes().keySet())) {
            Graph.Node node = graph.get(name);
            if (node == null || !(node.terminator instanceof Branch branch)) {
                continue;
            }
            Graph.Node then = graph.get(branch.ifTrue());
            Graph.Node otherwise = graph.get(branch.ifFalse());
            if (then != null
                    && otherwise != null
                    && predecessors.getOrDefault(branch.ifTrue(), 0) == 1
                    && predecessors.getOrDefault(branch.ifFalse(), 0) == 1
                    && then.terminator instanceof Goto
                    && then.terminator.equals(otherwise.terminator)
                    && then.statements.size() == 1
                    && otherwise.statements.size() == 1
                    && then.statements.getFirst() instanceof Assign first
                    && otherwise.statements.getFirst() instanceof Assign second
                    && first.local().isTemporary()
                    && first.local().equals(second.local())) {
                node.statements.add(new Assign(
                        first.local(), Folding.conditional(branch.condition(), first.value(), second.value())));
                node.terminator = then.terminator;
                graph.nodes().keySet().removeAll(new ArrayList<>(branch.successors()));
                changed = true;
            }
        }
        return changed;
    }
}
