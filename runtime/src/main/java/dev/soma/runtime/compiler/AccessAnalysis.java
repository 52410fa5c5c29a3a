package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Call;
import dev.soma.runtime.compiler.Expression.Conditional;
import dev.soma.runtime.compiler.Expression.Load;
import dev.soma.runtime.compiler.Expression.Read;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what a function does with its parameters, whatever path it takes. */
final class AccessAnalysis {
    private final Map<Local, Access> access = new HashMap<>();
    private final Map<Local, Set<Local>> sources = new HashMap<>();
    private final List<Local> parameters;

    private AccessAnalysis(List<Local> parameters) {
        this.parameters = parameters;
    }

    static Map<Local, Access> of(List<Local> parameters, List<Block> blocks) {
        AccessAnalysis analysis = new AccessAnalysis(parameters);
        analysis.findSources(blocks);
        for (Block block : blocks) {
            block.statements().forEach(analysis::statement);
            switch (block.terminator()) {
                case Terminator.Branch branch -> analysis.expression(branch.condition());
                case Terminator.Return end when end.value() != null -> analysis.expression(end.value());
                default -> {}
            }
        }
        return Map.copyOf(analysis.access);
    }

    /** Which parameters a variable that holds an array may stand for. */
    private void findSources(List<Block> blocks) {
        parameters.forEach(parameter -> sources.put(parameter, new HashSet<>(Set.of(parameter))));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : blocks) {
                for (Statement statement : block.statements()) {
                    if (statement instanceof Statement.Assign assign
                            && assign.local().type() instanceof Type.Array) {
                        changed |= sources.computeIfAbsent(assign.local(), key -> new HashSet<>())
                                .addAll(sourcesOf(assign.value()));
                    }
                }
            }
        }
    }

    private Set<Local> sourcesOf(Expression array) {
        return switch (array) {
            case Read read -> sources.getOrDefault(read.local(), Set.of());
            case Conditional choice -> {
                Set<Local> both = new HashSet<>(sourcesOf(choice.then()));
                both.addAll(sourcesOf(choice.otherwise()));
                yield both;
            }
            default -> Set.of();
        };
    }

    private void statement(Statement statement) {
        statement.operands().forEach(this::expression);
        switch (statement) {
            case Statement.Store store -> mark(store.array(), Access.WRITE);
            case Statement.Invoke call -> call(call.function(), call.operands());
            default -> {}
        }
    }

    private void expression(Expression tree) {
        Expressions.each(tree, node -> {
            switch (node) {
                case Load load -> mark(load.array(), Access.READ);
                case Call call -> call(call.function(), call.operands());
                case Read read when read.type() instanceof Type.Scalar -> mark(read, Access.READ);
                default -> {}
            }
        });
    }

    private void call(Function function, List<Expression> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).type() instanceof Type.Array) {
                mark(arguments.get(i), function.access(function.parameters().get(i)));
            }
        }
    }

    private void mark(Expression array, Access kind) {
        sourcesOf(array).forEach(local -> access.merge(local, kind, Access::and));
    }
}
