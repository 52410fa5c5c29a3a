package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.Type.Scalar;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a function from a method's code by executing it once with expressions for values. Only what can be reached is executed:
 * a branch on a constant is none.
 */
final class FunctionBuilder {
    /** Blocks that one instruction may become: a switch becomes a chain of branches. */
    static final int BLOCKS = 1 << 12;

    /** The block before all others, to which nothing jumps back. */
    private static final int ENTRY = -1;

    /** A parameter of the method: a variable, the context, or a constant. */
    record Binding(
            String name, int slot, Type type, @Nullable Constant constant) {}

    private final MethodCode code;
    private final Variables variables;
    private final Graph graph = new Graph();
    private final Map<Integer, Integer> incoming = new HashMap<>();
    private final Map<Integer, List<Expression>> entryStacks = new HashMap<>();
    private final Deque<Integer> work = new ArrayDeque<>();
    private final Map<Integer, Local> locals = new HashMap<>();
    private final Map<Integer, Constant> known = new HashMap<>();
    private final Map<Local, Integer> allocatedAt = new HashMap<>();
    private final List<Allocation> allocations = new ArrayList<>();
    private final List<Local> parameters = new ArrayList<>();
    private final List<Statement> prologue = new ArrayList<>();
    private final Set<Local> shared = new HashSet<>();
    private final Evaluator evaluator;
    private int temporaries;

    FunctionBuilder(KernelLinker linker, MethodCode code, List<Binding> bindings, boolean isKernel) {
        this.code = code;
        this.variables =
                new Variables(code, bindings.stream().map(Binding::slot).toList());
        this.evaluator = new Evaluator(linker, code, this, isKernel);
        bindings.forEach(this::bind);
        countEdges();
    }

    private void bind(Binding binding) {
        int variable = variables.parameter(binding.slot());
        Local local = new Local(binding.name(), binding.type(), false);
        locals.put(variable, local);
        Constant constant = binding.constant();
        if (constant == null) {
            if (binding.type() != Type.Context.CONTEXT) {
                parameters.add(local);
            }
        } else if (variables.definitions(variable) == 1) {
            known.put(variable, constant);
        } else {
            prologue.add(new Statement.Assign(local, constant));
        }
    }

    private void countEdges() {
        for (int i = 0; i < code.size(); i++) {
            if (code.isLeader(i + 1) || !code.targets(i).isEmpty()) {
                code.successors(i).forEach(target -> incoming.merge(target, 1, Integer::sum));
            }
        }
        incoming.merge(0, 1, Integer::sum);
    }

    /** Executes the code. */
    Function build(MethodKey key, Optional<Scalar> result) {
        Graph.Node entry = node(ENTRY);
        entry.statements.addAll(prologue);
        entry.terminator = new Terminator.Goto(enter(0, List.of()));
        while (!work.isEmpty()) {
            int start = work.removeLast();
            evaluator.evaluate(start, node(start * BLOCKS), entryStacks.getOrDefault(start, List.of()));
        }
        Simplifier.simplify(graph);
        checkAllocations(graph.blocks());
        graph.nodes().values().forEach(node -> node.statements.removeIf(FunctionBuilder::isLocalAllocation));
        return new Function(key, parameters, result, allocations, graph.blocks());
    }

    private void checkAllocations(List<Block> blocks) {
        Flow flow = new Flow(blocks);
        Map<Local, Integer> blockOf = new HashMap<>();
        for (int b = 0; b < blocks.size(); b++) {
            for (Statement statement : blocks.get(b).statements()) {
                if (statement instanceof Statement.Clear clear && isLocalAllocation(clear)) {
                    blockOf.put(clear.array().local(), b);
                }
            }
        }
        blockOf.forEach((local, block) -> {
            if (!flow.isAlwaysExecutedOnce(block)) {
                throw code.refuse(
                        allocatedAt.getOrDefault(local, 0),
                        "an allocation of local memory in a loop or a branch",
                        "allocate at the beginning of the kernel");
            }
        });
    }

    /** Local memory is not cleared: the statement only marks the place. */
    private static boolean isLocalAllocation(Statement statement) {
        return statement instanceof Statement.Clear clear
                && clear.array().type().space() == Type.Space.LOCAL;
    }

    Graph.Node node(int name) {
        return graph.node(name);
    }

    /** Control comes to a block with these values on the stack; statements that carry them over are added to {@code from}. */
    int enter(int target, List<Expression> stack, List<Statement> from, int at) {
        if (incoming.getOrDefault(target, 0) <= 1 || stack.isEmpty()) {
            return enter(target, stack);
        }
        List<Expression> expected = entryStacks.get(target);
        if (expected == null) {
            expected = stack.stream().map(this::carrier).toList();
        }
        if (expected.size() != stack.size()) {
            throw code.refuse(at, "a stack of unequal heights", "compile the class with javac");
        }
        for (int i = 0; i < stack.size(); i++) {
            Expression value = stack.get(i);
            if (!expected.get(i).equals(value)) {
                Local carrier = ((Read) expected.get(i)).local();
                Expression carried = carrier.type() == Scalar.INT ? Folding.toInt(value) : value;
                if (shared.contains(carrier) || !carried.type().equals(carrier.type())) {
                    throw code.refuse(at, "a choice between unlike values", "choose with if and else");
                }
                from.add(new Statement.Assign(carrier, carried));
            }
        }
        return enter(target, expected);
    }

    /** Marks the temporaries on the stack at a branch: they are the same on all ways from here. */
    void share(List<Expression> stack) {
        for (Expression value : stack) {
            if (value instanceof Read read && read.local().isTemporary()) {
                shared.add(read.local());
            }
        }
    }

    boolean isShared(Local local) {
        return shared.contains(local);
    }

    private Expression carrier(Expression value) {
        if (value instanceof Read read && (shared.contains(read.local()) || read.type() == Type.Context.CONTEXT)) {
            return value;
        }
        return new Read(temporary(value.type() == Scalar.BOOLEAN ? Scalar.INT : value.type()));
    }

    private int enter(int target, List<Expression> stack) {
        if (entryStacks.putIfAbsent(target, stack) == null) {
            work.addLast(target);
        }
        return target * BLOCKS;
    }

    Local temporary(Type type) {
        return new Local("t" + temporaries++, type, true);
    }

    /** The value of a variable. */
    Expression read(int i, int slot) {
        int variable = variables.used(i, slot);
        Constant constant = known.get(variable);
        Local local = locals.get(variable);
        if (constant != null) {
            return constant;
        }
        if (local == null) {
            throw code.refuse(i, "a variable without a value", "compile the class with javac");
        }
        return new Read(local);
    }

    /** The variable that an instruction assigns, now that the type of the value is known; null if it is a constant from now on. */
    @Nullable
    Local define(int i, int slot, Expression value) {
        int variable = variables.defined(i, slot);
        if (value instanceof Constant constant && variables.definitions(variable) == 1) {
            known.put(variable, isBoolean(variable) ? Constant.of(constant.bits() != 0) : constant);
            return null;
        }
        Type type = isBoolean(variable) ? Scalar.BOOLEAN : value.type() == Scalar.BOOLEAN ? Scalar.INT : value.type();
        Local local = locals.computeIfAbsent(variable, key -> new Local(name(variable, slot), type, false));
        if (!local.type().equals(type)) {
            throw code.refuse(
                    i,
                    "the variable '" + local.name() + "', which holds arrays of different memories or unlike values,",
                    "use one variable for each");
        }
        return local;
    }

    /** The variable of an array that the following store makes. */
    Allocation allocate(int i, Type.Array type, int size) {
        Instruction next = i + 1 < code.size() ? code.at(i + 1) : code.at(i);
        if (next instanceof StoreInstruction store) {
            int variable = variables.defined(i + 1, store.slot());
            if (variables.definitions(variable) == 1) {
                Local local = new Local(name(variable, store.slot()), type, false);
                Allocation allocation = new Allocation(local, size);
                locals.put(variable, local);
                allocations.add(allocation);
                allocatedAt.put(local, i);
                return allocation;
            }
        }
        throw code.refuse(
                i,
                "an array that is no variable's only value",
                "declare a variable for the array alone, and assign no other");
    }

    private boolean isBoolean(int variable) {
        return variables
                        .scope(variable)
                        .filter(scope -> scope.descriptor().equals("Z"))
                        .isPresent()
                || Optional.ofNullable(locals.get(variable))
                        .filter(local -> local.type() == Scalar.BOOLEAN)
                        .isPresent();
    }

    private String name(int variable, int slot) {
        return variables.scope(variable).map(MethodCode.Scope::name).orElse("v" + slot);
    }
}
