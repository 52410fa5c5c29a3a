package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Apply;
import dev.soma.runtime.compiler.Expression.Conditional;
import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Type.Scalar;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Writes functions: blocks and statements. Methods that a kernel calls are written out where they are called. */
final class PtxBody {
    private final PtxRegisters registers;
    private final PtxText text;
    private final PtxValues values;

    /**
     * A writer to a text.
     *
     * @param readOnly parameters of the kernel that nothing writes to while it runs
     */
    PtxBody(PtxRegisters registers, PtxText text, Set<Local> readOnly) {
        this.registers = registers;
        this.text = text;
        this.values = new PtxValues(registers, text, this, readOnly);
    }

    /** What becomes of a function's result. */
    interface Result extends BiConsumer<PtxScope, Expression> {}

    /** Writes the kernel itself: from its first block to its end, where control goes on. */
    void kernel(PtxScope scope, Function function) {
        allocate(scope, function.allocations());
        function(scope, function, (inner, value) -> {});
    }

    private void function(PtxScope scope, Function function, Result result) {
        List<Block> blocks = function.blocks();
        // one for each block, and one for the end
        List<String> starts =
                Stream.generate(text::newLabel).limit(blocks.size() + 1L).toList();
        for (int number = 0; number < blocks.size(); number++) {
            Block block = blocks.get(number);
            text.label(starts.get(number));
            block.statements().forEach(statement -> statement(scope, statement));
            String next = starts.get(number + 1);
            switch (block.terminator()) {
                case Terminator.Goto jump -> text.jump(starts.get(jump.target()), next);
                case Terminator.Branch branch ->
                    branch(scope, branch.condition(), starts.get(branch.ifTrue()), starts.get(branch.ifFalse()), next);
                case Terminator.Return end -> {
                    if (end.value() != null) {
                        result.accept(scope, end.value());
                    }
                    text.jump(starts.getLast(), next);
                }
            }
        }
        text.label(starts.getLast());
    }

    private void statement(PtxScope scope, Statement statement) {
        switch (statement) {
            case Statement.Assign assign -> values.into(scope, scope.register(assign.local()), assign.value());
            case Statement.Store store -> {
                String value = values.value(scope, store.value());
                String address = values.address(scope, store.array(), store.index());
                text.emit("st." + PtxNames.space(store.array()) + "." + PtxNames.memoryType(store.array()) + " ["
                        + address + "], " + value + ";");
            }
            case Statement.Invoke call ->
                call(
                        scope,
                        call.function(),
                        call.operands(),
                        (inner, value) ->
                                call.result().ifPresent(local -> values.into(inner, scope.register(local), value)));
            case Statement.Clear clear -> clear(scope, clear.array());
            case Statement.Barrier barrier -> text.emit("bar.sync 0;");
        }
    }

    private void clear(PtxScope scope, Allocation array) {
        String zero = array.type().element() == Scalar.FLOAT ? "0f00000000" : "0";
        String type = array.type().element() == Scalar.FLOAT ? "f32" : "u32";
        String base = scope.operand(array.local());
        for (int i = 0; i < array.size(); i++) {
            text.emit("st.local." + type + " [" + base + "+" + i * Integer.BYTES + "], " + zero + ";");
        }
    }

    /** Writes a function where it is called. */
    void call(PtxScope caller, Function function, List<Expression> arguments, Result result) {
        PtxScope scope = new PtxScope(registers);
        for (int i = 0; i < arguments.size(); i++) {
            Local parameter = function.parameters().get(i);
            if (PtxScope.isAssigned(function, parameter)) {
                values.into(caller, scope.register(parameter), arguments.get(i));
            } else {
                scope.bind(parameter, values.value(caller, arguments.get(i)), caller.root(arguments.get(i)));
            }
        }
        allocate(scope, function.allocations());
        function(scope, function, result);
    }

    /** Declares arrays of local and private memory and puts their addresses into registers. */
    private void allocate(PtxScope scope, List<Allocation> allocations) {
        for (Allocation allocation : allocations) {
            boolean isPrivate = allocation.type().space() == Type.Space.PRIVATE;
            String register = scope.register(allocation.local());
            String name = register.replace('%', '$');
            text.declare(
                    "." + (isPrivate ? "local" : "shared") + " .align 4 .b32 " + name + "[" + allocation.size() + "];");
            text.emit((isPrivate ? "mov.u64 " : "mov.u32 ") + register + ", " + name + ";");
        }
    }

    /** Goes to one of two labels, one of which may come next. */
    void branch(PtxScope scope, Expression condition, String ifTrue, String ifFalse, String next) {
        switch (condition) {
            case Apply apply
            when apply.operation() == Operation.NOT ->
                branch(scope, apply.operands().getFirst(), ifFalse, ifTrue, next);
            case Conditional choice
            when !Expressions.isSafe(choice.then()) || !Expressions.isSafe(choice.otherwise()) -> {
                String then = choice.then().equals(Constant.TRUE) ? ifTrue : text.newLabel();
                String otherwise = choice.otherwise().equals(Constant.FALSE) ? ifFalse : text.newLabel();
                boolean thenFirst = !choice.then().equals(Constant.TRUE);
                branch(scope, choice.condition(), then, otherwise, thenFirst ? then : otherwise);
                if (thenFirst) {
                    boolean last = choice.otherwise().equals(Constant.FALSE);
                    text.label(then);
                    branch(scope, choice.then(), ifTrue, ifFalse, last ? next : otherwise);
                }
                if (!choice.otherwise().equals(Constant.FALSE)) {
                    text.label(otherwise);
                    branch(scope, choice.otherwise(), ifTrue, ifFalse, next);
                }
            }
            case Constant known -> text.jump(known.bits() != 0 ? ifTrue : ifFalse, next);
            default -> {
                String predicate = values.value(scope, condition);
                if (ifTrue.equals(next)) {
                    text.emit("@!" + predicate + " bra " + ifFalse + ";");
                } else {
                    text.emit("@" + predicate + " bra " + ifTrue + ";");
                    text.jump(ifFalse, next);
                }
            }
        }
    }
}
