package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Apply;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.Statement.Assign;
import dev.soma.runtime.compiler.Terminator.Branch;
import dev.soma.runtime.compiler.Terminator.Goto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recovers loops and branches from blocks. A block where ways meet comes after the block that dominates it; what follows a loop
 * in the source comes after the loop. Jumps that this order, {@code break} and {@code continue} do not say become labels and gotos
 * (Ramsey, "Beyond Relooper", ICFP 2022, has the method and its proof).
 */
final class Structurer {
    private static final int END = -1;
    private static final int CONDITION = -2;

    /**
     * Where a piece of code stands.
     *
     * @param next where control goes at its end
     * @param afterLoop where {@code break} goes
     * @param nextRound where {@code continue} goes
     * @param conditionOf the block whose branch is the condition of the surrounding {@code do}
     */
    private record Place(int next, int afterLoop, int nextRound, int conditionOf) {
        Place before(int block) {
            return new Place(block, afterLoop, nextRound, conditionOf);
        }
    }

    private final List<Block> blocks;
    private final Flow flow;
    private final Map<Integer, List<Integer>> merges = new HashMap<>();
    private final Map<Integer, List<Integer>> followers = new HashMap<>();
    private final Set<Integer> placed = new HashSet<>();
    private final Set<Integer> conditionsPlaced = new HashSet<>();
    private final Set<Integer> surrounding = new HashSet<>();

    private Structurer(List<Block> blocks) {
        this.blocks = blocks;
        this.flow = new Flow(blocks);
        for (int b = 1; b < blocks.size(); b++) {
            place(b);
        }
    }

    static List<Structure> structure(Function function) {
        return new Structurer(function.blocks()).from(0, new Place(END, END - 2, END - 2, END));
    }

    private void place(int block) {
        int parent = flow.immediateDominator(block);
        // the outermost loop that it is beyond
        int loop = -1;
        for (int at = parent; ; at = flow.immediateDominator(at)) {
            if (flow.isInside(at, parent) && !flow.isInside(at, block)) {
                loop = at;
            }
            if (at == 0) {
                break;
            }
        }
        if (loop >= 0) {
            followers.computeIfAbsent(loop, key -> new ArrayList<>()).add(block);
            placed.add(block);
        } else if (flow.forwardPredecessors(block) > 1) {
            merges.computeIfAbsent(parent, key -> new ArrayList<>()).add(block);
            placed.add(block);
        }
    }

    /** A block and all that it dominates. */
    private List<Structure> from(int block, Place place) {
        if (!flow.isLoop(block)) {
            return body(block, place);
        }
        List<Integer> after = sorted(followers.getOrDefault(block, List.of()));
        List<Structure> result = new ArrayList<>();
        result.add(new Structure.Label(block));
        result.addAll(loop(block, after.isEmpty() ? place : place.before(after.getFirst())));
        append(result, after, place);
        return result;
    }

    private void append(List<Structure> result, List<Integer> pieces, Place place) {
        for (int i = 0; i < pieces.size(); i++) {
            int piece = pieces.get(i);
            result.add(new Structure.Label(piece));
            result.addAll(from(piece, i + 1 < pieces.size() ? place.before(pieces.get(i + 1)) : place));
        }
    }

    private static List<Integer> sorted(List<Integer> pieces) {
        return pieces.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private List<Structure> body(int block, Place place) {
        List<Integer> inside = sorted(merges.getOrDefault(block, List.of()));
        List<Structure> result = new ArrayList<>();
        blocks.get(block).statements().forEach(statement -> result.add(new Structure.Simple(statement)));
        result.addAll(end(block, inside.isEmpty() ? place : place.before(inside.getFirst())));
        append(result, inside, place);
        return result;
    }

    private List<Structure> end(int block, Place place) {
        if (block == place.conditionOf()) {
            if (place.next() == CONDITION) {
                conditionsPlaced.add(block);
            }
            return List.of();
        }
        return switch (blocks.get(block).terminator()) {
            case Goto jump -> jump(jump.target(), place);
            case Branch branch -> branch(branch, place);
            case Terminator.Return end ->
                end.value() == null && place.next() == END ? List.of() : List.of(new Structure.Return(end.value()));
        };
    }

    private List<Structure> branch(Branch branch, Place place) {
        boolean inOrder = branch.ifTrue() < branch.ifFalse();
        Expression condition = inOrder ? branch.condition() : Folding.not(branch.condition());
        List<Structure> then = jump(inOrder ? branch.ifTrue() : branch.ifFalse(), place);
        List<Structure> otherwise = jump(inOrder ? branch.ifFalse() : branch.ifTrue(), place);
        if (then.isEmpty()) {
            return otherwise.isEmpty()
                    ? List.of()
                    : List.of(new Structure.If(Folding.not(condition), otherwise, List.of()));
        }
        if (!otherwise.isEmpty() && leaves(then)) {
            List<Structure> result = new ArrayList<>();
            result.add(new Structure.If(condition, then, List.of()));
            result.addAll(otherwise);
            return result;
        }
        if (leaves(otherwise) && otherwise.size() == 1) {
            List<Structure> result = new ArrayList<>();
            result.add(new Structure.If(Folding.not(condition), otherwise, List.of()));
            result.addAll(then);
            return result;
        }
        return List.of(new Structure.If(condition, then, otherwise));
    }

    private static boolean leaves(List<Structure> code) {
        if (code.isEmpty()) {
            return false;
        }
        return switch (code.getLast()) {
            case Structure.Break _, Structure.Continue _, Structure.Return _, Structure.Jump _ -> true;
            default -> false;
        };
    }

    private List<Structure> jump(int target, Place place) {
        if (target == place.next()) {
            return List.of();
        }
        if (target == place.afterLoop()) {
            return List.of(new Structure.Break());
        }
        if (target == place.nextRound()) {
            return List.of(new Structure.Continue());
        }
        if (placed.contains(target) || surrounding.contains(target)) {
            return List.of(new Structure.Jump(target));
        }
        return from(target, place);
    }

    private List<Structure> loop(int header, Place place) {
        surrounding.add(header);
        List<Integer> latches = flow.latches(header);
        int latch = latches.size() == 1 ? latches.getFirst() : END;
        List<Structure> result = whileLoop(header, latch, place);
        if (result == null) {
            result = doLoop(header, latch, place);
        }
        if (result == null) {
            List<Structure> body = body(header, new Place(header, place.next(), header, END));
            result = List.of(new Structure.While(Expression.Constant.TRUE, body, null, false));
        }
        return result;
    }

    private @Nullable List<Structure> whileLoop(int header, int latch, Place place) {
        Block first = blocks.get(header);
        if (!first.statements().isEmpty() || !(first.terminator() instanceof Branch branch)) {
            return null;
        }
        boolean staysIfTrue = flow.isInside(header, branch.ifTrue());
        int stays = staysIfTrue ? branch.ifTrue() : branch.ifFalse();
        int leaves = staysIfTrue ? branch.ifFalse() : branch.ifTrue();
        if (leaves != place.next() || !flow.isInside(header, stays) || stays == header) {
            return null;
        }
        Expression condition = staysIfTrue ? branch.condition() : Folding.not(branch.condition());
        List<Integer> inside = sorted(merges.getOrDefault(header, List.of()));
        // a block that only counts is the target of continue, and belongs to the for
        boolean counts = latch >= 0
                && latch != header
                && inside.size() >= 1
                && inside.getLast() == latch
                && blocks.get(latch).statements().size() == 1
                && blocks.get(latch).terminator() instanceof Goto
                && isUpdate(blocks.get(latch).statements().getFirst(), condition, header);
        Place within = new Place(counts ? latch : header, leaves, counts ? latch : header, END);
        List<Integer> rest = counts ? inside.subList(0, inside.size() - 1) : inside;
        List<Structure> body = new ArrayList<>(jump(stays, rest.isEmpty() ? within : within.before(rest.getFirst())));
        append(body, rest, within);
        if (counts) {
            body.add(new Structure.Label(latch));
        }
        Assign update = null;
        if (counts) {
            update = (Assign) blocks.get(latch).statements().getFirst();
        } else if (latch >= 0
                && !body.isEmpty()
                && body.getLast() instanceof Structure.Simple last
                && isUpdate(last.statement(), condition, header)) {
            update = (Assign) last.statement();
            body.removeLast();
        }
        boolean counter = update != null && isCounter(update, condition, header);
        return List.of(new Structure.While(condition, body, update, counter));
    }

    /** Whether a statement changes the variable that the condition is about, by what the loop does not change. */
    private boolean isUpdate(Statement statement, Expression condition, int header) {
        return statement instanceof Assign assign
                && Expressions.reads(assign.value(), assign.local())
                && Expressions.reads(condition, assign.local())
                && !Expressions.readsMemory(assign.value())
                && !Expressions.any(
                        assign.value(),
                        node -> node instanceof Read read
                                && !read.local().equals(assign.local())
                                && assignments(header, read.local()) > 0);
    }

    /** {@code i < bound} and {@code i + 1}, with no other assignment to {@code i} in the loop. */
    private boolean isCounter(Assign update, Expression condition, int header) {
        if (!(condition instanceof Apply compare)
                || compare.operation() != Operation.INT_LT
                || !compare.operands().getFirst().equals(new Read(update.local()))
                || !update.value()
                        .equals(new Apply(
                                Operation.INT_ADD, List.of(new Read(update.local()), Expression.Constant.of(1))))) {
            return false;
        }
        return assignments(header, update.local()) == 1;
    }

    /** Statements of a loop that assign a variable. */
    private long assignments(int header, Local local) {
        long count = 0;
        for (int b = header; b < blocks.size(); b++) {
            if (flow.isInside(header, b)) {
                count += blocks.get(b).statements().stream()
                        .filter(statement -> assigns(statement, local))
                        .count();
            }
        }
        return count;
    }

    private static boolean assigns(Statement statement, Local local) {
        return switch (statement) {
            case Assign assign -> assign.local().equals(local);
            case Statement.Invoke call -> call.result().filter(local::equals).isPresent();
            default -> false;
        };
    }

    private @Nullable List<Structure> doLoop(int header, int latch, Place place) {
        if (latch < 0 || !(blocks.get(latch).terminator() instanceof Branch branch)) {
            return null;
        }
        boolean againIfTrue = branch.ifTrue() == header;
        int leaves = againIfTrue ? branch.ifFalse() : branch.ifTrue();
        if (leaves != place.next()) {
            return null;
        }
        List<Structure> body = body(header, new Place(CONDITION, leaves, CONDITION, latch));
        if (!conditionsPlaced.contains(latch)) {
            return null;
        }
        return List.of(new Structure.DoWhile(body, againIfTrue ? branch.condition() : Folding.not(branch.condition())));
    }
}
