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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Computes expressions. An operand is a register or a literal; a target is a register, which is written last, since the
 * expression may read it.
 */
final class PtxValues {
    private static final Pattern PLACEHOLDER = Pattern.compile("%(p|r|rd|f|)(\\d)\\b");

    private final PtxRegisters registers;
    private final PtxText text;
    private final PtxBody body;
    private final Set<Local> readOnly;

    PtxValues(PtxRegisters registers, PtxText text, PtxBody body, Set<Local> readOnly) {
        this.registers = registers;
        this.text = text;
        this.body = body;
        this.readOnly = readOnly;
    }

    /** The value as an operand. */
    String value(PtxScope scope, Expression expression) {
        return switch (expression) {
            case Read read -> scope.operand(read.local());
            case Constant constant when constant.type() != Scalar.BOOLEAN -> PtxNames.literal(constant);
            default -> {
                String target = registers.temporary(Kind.of(expression.type()));
                into(scope, target, expression);
                yield target;
            }
        };
    }

    /** Computes a value into a register. */
    void into(PtxScope scope, String target, Expression expression) {
        switch (expression) {
            case Constant constant ->
                text.emit("mov." + PtxNames.moveType(constant.type()) + " " + target + ", " + PtxNames.literal(constant)
                        + ";");
            case Read read ->
                text.emit("mov." + PtxNames.moveType(read.type()) + " " + target + ", " + scope.operand(read.local())
                        + ";");
            case Position position -> position(target, position.coordinate());
            case Load load -> {
                String address = address(scope, load.array(), load.index());
                text.emit("ld." + loadSpace(scope, load.array()) + "." + PtxNames.memoryType(load.array()) + " "
                        + target + ", [" + address + "];");
            }
            case Apply apply -> apply(scope, target, apply);
            case Conditional choice -> choose(scope, target, choice);
            case Call call ->
                body.call(scope, call.function(), call.operands(), (inner, value) -> into(inner, target, value));
        }
    }

    private void position(String target, Coordinate coordinate) {
        String axis = "." + "xyz".charAt(coordinate.dimension());
        switch (coordinate) {
            case LOCAL_ID_X, LOCAL_ID_Y, LOCAL_ID_Z -> text.emit("mov.u32 " + target + ", %tid" + axis + ";");
            case GROUP_ID_X, GROUP_ID_Y, GROUP_ID_Z -> text.emit("mov.u32 " + target + ", %ctaid" + axis + ";");
            case LOCAL_SIZE_X, LOCAL_SIZE_Y, LOCAL_SIZE_Z -> text.emit("mov.u32 " + target + ", %ntid" + axis + ";");
            case GLOBAL_ID_X, GLOBAL_ID_Y, GLOBAL_ID_Z -> {
                String group = special("%ctaid" + axis);
                String size = special("%ntid" + axis);
                String item = special("%tid" + axis);
                text.emit("mad.lo.s32 " + target + ", " + group + ", " + size + ", " + item + ";");
            }
            case GLOBAL_SIZE_X, GLOBAL_SIZE_Y, GLOBAL_SIZE_Z -> {
                String groups = special("%nctaid" + axis);
                String size = special("%ntid" + axis);
                text.emit("mul.lo.s32 " + target + ", " + groups + ", " + size + ";");
            }
        }
    }

    private String special(String name) {
        String register = registers.temporary(Kind.INT);
        text.emit("mov.u32 " + register + ", " + name + ";");
        return register;
    }

    private void apply(PtxScope scope, String target, Apply apply) {
        if (apply.operation() == Operation.FLOAT_REM) {
            body.call(scope, FloatRemainder.FUNCTION, apply.operands(), (inner, value) -> into(inner, target, value));
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
                .forEach(instruction -> text.emit(filled(instruction, target, values, temporaries)));
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
        text.emit("mov." + PtxNames.moveType(operand.type()) + " " + register + ", " + value + ";");
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
            text.emit("selp." + PtxNames.selectType(choice.type()) + " " + target + ", " + then + ", " + otherwise
                    + ", " + condition + ";");
        }
    }

    private void chooseByBranch(PtxScope scope, String target, Conditional choice) {
        String then = text.newLabel();
        String otherwise = text.newLabel();
        String end = text.newLabel();
        // the arms may read what the target was
        body.branch(scope, choice.condition(), then, otherwise, then);
        text.label(then);
        into(scope, target, choice.then());
        text.emit("bra " + end + ";");
        text.label(otherwise);
        into(scope, target, choice.otherwise());
        text.label(end);
    }

    /** A choice between truth values: no instruction selects predicates. */
    private void chooseTruth(PtxScope scope, String target, Conditional choice) {
        String condition = value(scope, choice.condition());
        if (choice.otherwise().equals(Constant.FALSE)) {
            text.emit("and.pred " + target + ", " + condition + ", " + value(scope, choice.then()) + ";");
        } else if (choice.then().equals(Constant.TRUE)) {
            text.emit("or.pred " + target + ", " + condition + ", " + value(scope, choice.otherwise()) + ";");
        } else {
            String then = registers.temporary(Kind.PREDICATE);
            String not = registers.temporary(Kind.PREDICATE);
            String otherwise = registers.temporary(Kind.PREDICATE);
            text.emit("and.pred " + then + ", " + condition + ", " + value(scope, choice.then()) + ";");
            text.emit("not.pred " + not + ", " + condition + ";");
            text.emit("and.pred " + otherwise + ", " + not + ", " + value(scope, choice.otherwise()) + ";");
            text.emit("or.pred " + target + ", " + then + ", " + otherwise + ";");
        }
    }

    /** The address of an element, in the address space of the array. */
    String address(PtxScope scope, Expression array, Expression index) {
        String base = value(scope, array);
        boolean narrow = ((Type.Array) array.type()).space() == Type.Space.LOCAL;
        if (index instanceof Constant constant) {
            return base + "+" + constant.bits() * Integer.BYTES;
        }
        String offset = value(scope, index);
        String address = registers.temporary(narrow ? Kind.INT : Kind.LONG);
        text.emit((narrow ? "mad.lo.s32 " : "mad.wide.s32 ") + address + ", " + offset + ", 4, " + base + ";");
        return address;
    }

    private String loadSpace(PtxScope scope, Expression array) {
        Local root = scope.root(array);
        return root != null && readOnly.contains(root) ? "global.nc" : PtxNames.space(array);
    }
}
