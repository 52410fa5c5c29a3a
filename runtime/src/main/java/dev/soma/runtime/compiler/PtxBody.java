package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Apply;
import dev.soma.runtime.compiler.Expression.Call;
import dev.soma.runtime.compiler.Expression.Conditional;
import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Load;
import dev.soma.runtime.compiler.Expression.Position;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.PtxRegisters.Kind;
import dev.soma.runtime.compiler.Type.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of a kernel. Methods that it calls are written out where they are called. An operand is a register or a literal; a
 * target is a register, which is written last.
 */
final class PtxBody {
    private static final Pattern JUMP = Pattern.compile("bra (\\w+);");
    private static final Pattern PLACEHOLDER = Pattern.compile("%(p|r|rd|f|)(\\d)\\b");

    private final PtxRegisters registers;
    private final Set<Local> readOnly;
    private final List<String> declarations = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int labels;

    /**
     * An empty body.
     *
     * @param readOnly parameters of the kernel that nothing writes to while it runs
     */
    PtxBody(PtxRegisters registers, Set<Local> readOnly) {
        this.registers = registers;
        this.readOnly = readOnly;
    }

    /** The declarations of arrays in local and private memory. */
    List<String> declarations() {
        return declarations;
    }

    /** The lines: instructions, and the labels to which they go, numbered. */
    List<String> lines() {
        Set<String> targets = new HashSet<>();
        for (String line : lines) {
            Matcher jump = JUMP.matcher(line);
            if (jump.find()) {
                targets.add(jump.group(1) + ":");
            }
        }
        List<String> needed = lines.stream()
                .filter(line -> !line.endsWith(":") || targets.contains(line))
                .toList();
        Map<String, String> numbered = new HashMap<>();
        for (String line : needed) {
            if (line.endsWith(":")) {
                numbered.put(line.substring(0, line.length() - 1), "L" + (numbered.size() + 1));
            }
        }
        return needed.stream().map(line -> renamed(line, numbered)).toList();
    }

    private static String renamed(String line, Map<String, String> labels) {
        return line.endsWith(":")
                ? labels.get(line.substring(0, line.length() - 1)) + ":"
                : JUMP.matcher(line).replaceAll(jump -> "bra " + labels.get(jump.group(1)) + ";");
    }

    /** Writes an instruction. */
    void emit(String instruction) {
        lines.add(instruction);
    }

    /** What becomes of a function's result. */
    private interface Result extends BiConsumer<PtxScope, Expression> {}

    /** Writes the kernel itself: from its first block to its end, where control goes on. */
    void kernel(PtxScope scope, Function function) {
        allocate(scope, function.allocations());
        function(scope, function, (inner, value) -> {});
    }

    private void function(PtxScope scope, Function function, Result result) {
        List<Block> blocks = function.blocks();
        // one for each block, and one for the end
        List<String> starts =
                Stream.generate(this::newLabel).limit(blocks.size() + 1L).toList();
        for (int number = 0; number < blocks.size(); number++) {
            Block block = blocks.get(number);
            label(starts.get(number));
            block.statements().forEach(statement -> statement(scope, statement));
            String next = starts.get(number + 1);
            switch (block.terminator()) {
                case Terminator.Goto jump -> jump(starts.get(jump.target()), next);
                case Terminator.Branch branch ->
                    branch(scope, branch.condition(), starts.get(branch.ifTrue()), starts.get(branch.ifFalse()), next);
                case Terminator.Return end -> {
                    if (end.value() != null) {
                        result.accept(scope, end.value());
                    }
                    jump(starts.getLast(), next);
                }
            }
        }
        label(starts.getLast());
    }

    private void statement(PtxScope scope, Statement statement) {
        switch (statement) {
            case Statement.Assign assign -> into(scope, scope.register(assign.local()), assign.value());
            case Statement.Store store -> {
                String value = value(scope, store.value());
                String address = address(scope, store.array(), store.index());
                emit("st." + space(store.array()) + "." + memoryType(store.array()) + " [" + address + "], " + value
                        + ";");
            }
            case Statement.Invoke call ->
                call(
                        scope,
                        call.function(),
                        call.operands(),
                        (inner, value) -> call.result().ifPresent(local -> into(inner, scope.register(local), value)));
            case Statement.Clear clear -> clear(scope, clear.array());
            case Statement.Barrier barrier -> emit("bar.sync 0;");
        }
    }

    private void clear(PtxScope scope, Allocation array) {
        String zero = array.type().element() == Scalar.FLOAT ? "0f00000000" : "0";
        String type = array.type().element() == Scalar.FLOAT ? "f32" : "u32";
        String base = scope.operand(array.local());
        for (int i = 0; i < array.size(); i++) {
            emit("st.local." + type + " [" + base + "+" + i * Integer.BYTES + "], " + zero + ";");
        }
    }

    private void call(PtxScope caller, Function function, List<Expression> arguments, Result result) {
        PtxScope scope = new PtxScope(registers);
        for (int i = 0; i < arguments.size(); i++) {
            Local parameter = function.parameters().get(i);
            if (PtxScope.isAssigned(function, parameter)) {
                into(caller, scope.register(parameter), arguments.get(i));
            } else {
                scope.bind(parameter, value(caller, arguments.get(i)), rootOf(caller, arguments.get(i)));
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
            declarations.add(
                    "." + (isPrivate ? "local" : "shared") + " .align 4 .b32 " + name + "[" + allocation.size() + "];");
            emit((isPrivate ? "mov.u64 " : "mov.u32 ") + register + ", " + name + ";");
        }
    }

    /** The parameter of the kernel that an array is, if it is known to be one. */
    private static @Nullable Local rootOf(PtxScope scope, Expression array) {
        return array instanceof Read read ? scope.root(read.local()) : null;
    }

    /** The value as an operand. */
    String value(PtxScope scope, Expression expression) {
        return switch (expression) {
            case Read read -> scope.operand(read.local());
            case Constant constant when constant.type() != Scalar.BOOLEAN -> literal(constant);
            default -> {
                String target = registers.temporary(Kind.of(expression.type()));
                into(scope, target, expression);
                yield target;
            }
        };
    }

    /** Computes a value into a register. */
    private void into(PtxScope scope, String target, Expression expression) {
        switch (expression) {
            case Constant constant ->
                emit("mov." + moveType(constant.type()) + " " + target + ", " + literal(constant) + ";");
            case Read read ->
                emit("mov." + moveType(read.type()) + " " + target + ", " + scope.operand(read.local()) + ";");
            case Position position -> position(target, position.coordinate());
            case Load load -> {
                String address = address(scope, load.array(), load.index());
                emit("ld." + loadSpace(scope, load.array()) + "." + memoryType(load.array()) + " " + target + ", ["
                        + address + "];");
            }
            case Apply apply -> apply(scope, target, apply);
            case Conditional choice -> choose(scope, target, choice);
            case Call call ->
                call(scope, call.function(), call.operands(), (inner, value) -> into(inner, target, value));
        }
    }

    private void position(String target, Coordinate coordinate) {
        String axis = "." + "xyz".charAt(coordinate.dimension());
        switch (coordinate) {
            case LOCAL_ID_X, LOCAL_ID_Y, LOCAL_ID_Z -> emit("mov.u32 " + target + ", %tid" + axis + ";");
            case GROUP_ID_X, GROUP_ID_Y, GROUP_ID_Z -> emit("mov.u32 " + target + ", %ctaid" + axis + ";");
            case LOCAL_SIZE_X, LOCAL_SIZE_Y, LOCAL_SIZE_Z -> emit("mov.u32 " + target + ", %ntid" + axis + ";");
            case GLOBAL_ID_X, GLOBAL_ID_Y, GLOBAL_ID_Z -> {
                String group = special("%ctaid" + axis);
                String size = special("%ntid" + axis);
                String item = special("%tid" + axis);
                emit("mad.lo.s32 " + target + ", " + group + ", " + size + ", " + item + ";");
            }
            case GLOBAL_SIZE_X, GLOBAL_SIZE_Y, GLOBAL_SIZE_Z -> {
                String groups = special("%nctaid" + axis);
                String size = special("%ntid" + axis);
                emit("mul.lo.s32 " + target + ", " + groups + ", " + size + ";");
            }
        }
    }

    private String special(String name) {
        String register = registers.temporary(Kind.INT);
        emit("mov.u32 " + register + ", " + name + ";");
        return register;
    }

    private void apply(PtxScope scope, String target, Apply apply) {
        if (apply.operation() == Operation.FLOAT_REM) {
            call(scope, FloatRemainder.FUNCTION, apply.operands(), (inner, value) -> into(inner, target, value));
            return;
        }
        List<Expression> operands = apply.operands();
        List<String> values = new ArrayList<>();
        for (Expression operand : operands) {
            boolean bits = apply.operation() == Operation.FLOAT_TO_BITS || apply.operation() == Operation.BITS_TO_FLOAT;
            values.add(bits ? inRegister(scope, operand) : value(scope, operand));
        }
        Map<String, String> temporaries = new HashMap<>();
        PtxOperations.instructions(apply.operation(), operands.getLast())
                .forEach(instruction -> emit(filled(instruction, target, values, temporaries)));
    }

    private String filled(String instruction, String target, List<String> values, Map<String, String> temporaries) {
        return PLACEHOLDER.matcher(instruction).replaceAll(match -> {
            String prefix = match.group(1);
            int number = Integer.parseInt(match.group(2));
            if (!prefix.isEmpty()) {
                return temporaries.computeIfAbsent(match.group(), key -> registers.temporary(Kind.withPrefix(prefix)));
            }
            return number == 0 ? target : values.get(number - 1);
        });
    }

    private String inRegister(PtxScope scope, Expression operand) {
        String value = value(scope, operand);
        if (value.startsWith("%")) {
            return value;
        }
        String register = registers.temporary(Kind.of(operand.type()));
        emit("mov." + moveType(operand.type()) + " " + register + ", " + value + ";");
        return register;
    }

    private void choose(PtxScope scope, String target, Conditional choice) {
        boolean safe = Expressions.isSafe(choice.then()) && Expressions.isSafe(choice.otherwise());
        if (!safe) {
            chooseByBranch(scope, target, choice);
        } else if (choice.type() == Scalar.BOOLEAN) {
            chooseTruth(scope, target, choice);
        } else {
            String condition = value(scope, choice.condition());
            String then = value(scope, choice.then());
            String otherwise = value(scope, choice.otherwise());
            emit("selp." + selectType(choice.type()) + " " + target + ", " + then + ", " + otherwise + ", " + condition
                    + ";");
        }
    }

    private void chooseByBranch(PtxScope scope, String target, Conditional choice) {
        String then = newLabel();
        String otherwise = newLabel();
        String end = newLabel();
        // the arms may read what the target was
        branch(scope, choice.condition(), then, otherwise, then);
        label(then);
        into(scope, target, choice.then());
        emit("bra " + end + ";");
        label(otherwise);
        into(scope, target, choice.otherwise());
        label(end);
    }

    /** A choice between truth values: no instruction selects predicates. */
    private void chooseTruth(PtxScope scope, String target, Conditional choice) {
        String condition = value(scope, choice.condition());
        if (choice.otherwise().equals(Constant.FALSE)) {
            emit("and.pred " + target + ", " + condition + ", " + value(scope, choice.then()) + ";");
        } else if (choice.then().equals(Constant.TRUE)) {
            emit("or.pred " + target + ", " + condition + ", " + value(scope, choice.otherwise()) + ";");
        } else {
            String then = registers.temporary(Kind.PREDICATE);
            String not = registers.temporary(Kind.PREDICATE);
            String otherwise = registers.temporary(Kind.PREDICATE);
            emit("and.pred " + then + ", " + condition + ", " + value(scope, choice.then()) + ";");
            emit("not.pred " + not + ", " + condition + ";");
            emit("and.pred " + otherwise + ", " + not + ", " + value(scope, choice.otherwise()) + ";");
            emit("or.pred " + target + ", " + then + ", " + otherwise + ";");
        }
    }

    /** Goes to one of two labels, one of which may come next. */
    private void branch(PtxScope scope, Expression condition, String ifTrue, String ifFalse, String next) {
        switch (condition) {
            case Apply apply
            when apply.operation() == Operation.NOT ->
                branch(scope, apply.operands().getFirst(), ifFalse, ifTrue, next);
            case Conditional choice
            when !Expressions.isSafe(choice.then()) || !Expressions.isSafe(choice.otherwise()) -> {
                String then = choice.then().equals(Constant.TRUE) ? ifTrue : newLabel();
                String otherwise = choice.otherwise().equals(Constant.FALSE) ? ifFalse : newLabel();
                boolean thenFirst = !choice.then().equals(Constant.TRUE);
                branch(scope, choice.condition(), then, otherwise, thenFirst ? then : otherwise);
                if (thenFirst) {
                    boolean last = choice.otherwise().equals(Constant.FALSE);
                    label(then);
                    branch(scope, choice.then(), ifTrue, ifFalse, last ? next : otherwise);
                }
                if (!choice.otherwise().equals(Constant.FALSE)) {
                    label(otherwise);
                    branch(scope, choice.otherwise(), ifTrue, ifFalse, next);
                }
            }
            case Constant known -> jump(known.bits() != 0 ? ifTrue : ifFalse, next);
            default -> {
                String predicate = value(scope, condition);
                if (ifTrue.equals(next)) {
                    emit("@!" + predicate + " bra " + ifFalse + ";");
                } else {
                    emit("@" + predicate + " bra " + ifTrue + ";");
                    jump(ifFalse, next);
                }
            }
        }
    }

    private void jump(String target, String next) {
        if (!target.equals(next)) {
            emit("bra " + target + ";");
        }
    }

    private String newLabel() {
        return "L" + ++labels;
    }

    private void label(String name) {
        lines.add(name + ":");
    }

    /** The address of an element, in the address space of the array. */
    private String address(PtxScope scope, Expression array, Expression index) {
        String base = value(scope, array);
        boolean narrow = ((Type.Array) array.type()).space() == Type.Space.LOCAL;
        if (index instanceof Constant constant) {
            return base + "+" + constant.bits() * Integer.BYTES;
        }
        String offset = value(scope, index);
        String address = registers.temporary(narrow ? Kind.INT : Kind.LONG);
        emit((narrow ? "mad.lo.s32 " : "mad.wide.s32 ") + address + ", " + offset + ", 4, " + base + ";");
        return address;
    }

    private String loadSpace(PtxScope scope, Expression array) {
        Local root = rootOf(scope, array);
        return root != null && readOnly.contains(root) ? "global.nc" : space(array);
    }

    private static String space(Expression array) {
        return switch (((Type.Array) array.type()).space()) {
            case GLOBAL -> "global";
            case LOCAL -> "shared";
            case PRIVATE -> "local";
        };
    }

    private static String memoryType(Expression array) {
        return ((Type.Array) array.type()).element() == Scalar.FLOAT ? "f32" : "u32";
    }

    private static String moveType(Type type) {
        return switch (Kind.of(type)) {
            case PREDICATE -> "pred";
            case INT -> "u32";
            case LONG -> "u64";
            case FLOAT -> "f32";
        };
    }

    private static String selectType(Type type) {
        return switch (Kind.of(type)) {
            case FLOAT -> "f32";
            case LONG -> "b64";
            default -> "b32";
        };
    }

    private static String literal(Constant constant) {
        return switch (constant.type()) {
            case FLOAT -> String.format(Locale.ROOT, "0f%08X", constant.asInt());
            case BOOLEAN -> constant.bits() != 0 ? "-1" : "0";
            default -> Long.toString(constant.bits());
        };
    }
}
