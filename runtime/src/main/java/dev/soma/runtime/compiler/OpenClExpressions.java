package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Apply;
import dev.soma.runtime.compiler.Expression.Call;
import dev.soma.runtime.compiler.Expression.Conditional;
import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Load;
import dev.soma.runtime.compiler.Expression.Position;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.OpenClOperations.Form;
import dev.soma.runtime.compiler.Type.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Expressions in OpenCL C. Sums and products of integers are computed unsigned, since signed overflow is undefined in C: a cast
 * on the first operand makes the whole of it unsigned, one around it signed again.
 */
final class OpenClExpressions {
    private static final int SHORT_DECIMAL = 8;

    private final Names names;
    private final Map<Function, String> functions;
    private final Set<String> preludeUsed;

    OpenClExpressions(Names names, Map<Function, String> functions, Set<String> preludeUsed) {
        this.names = names;
        this.functions = functions;
        this.preludeUsed = preludeUsed;
    }

    /** The text of an expression on its own. */
    String text(Expression tree) {
        return text(tree, 0);
    }

    /** The text of an array element. */
    String element(Expression array, Expression index) {
        // an index that is computed unsigned needs no cast: it is not negative
        String inner = isWrapping(index) ? unsigned(index, 0) : text(index);
        return text(array, OpenClOperations.POSTFIX) + "[" + inner + "]";
    }

    /** The text, in parentheses if it binds less than {@code precedence}. */
    String text(Expression tree, int precedence) {
        return switch (tree) {
            case Constant constant -> constant(constant, precedence);
            case Read read -> names.of(read.local());
            case Position position ->
                parenthesised(
                        "(int)" + OpenClRenderer.function(position.coordinate()) + "("
                                + position.coordinate().dimension() + ")",
                        OpenClOperations.UNARY,
                        precedence);
            case Load load -> element(load.array(), load.index());
            case Call call -> call(call.function(), call.operands());
            case Conditional choice -> conditional(choice, precedence);
            case Apply apply -> apply(apply, precedence);
        };
    }

    String call(Function function, List<Expression> arguments) {
        return functions.get(function) + arguments.stream().map(this::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private String conditional(Conditional choice, int precedence) {
        if (choice.otherwise().equals(Constant.FALSE)) {
            return infix(choice.condition(), "&&", choice.then(), OpenClOperations.LOGICAL_AND, precedence);
        }
        if (choice.then().equals(Constant.TRUE)) {
            return infix(choice.condition(), "||", choice.otherwise(), OpenClOperations.LOGICAL_OR, precedence);
        }
        String text = text(choice.condition(), OpenClOperations.LOGICAL_OR) + " ? "
                + text(choice.then(), OpenClOperations.CONDITIONAL + 1) + " : "
                + text(choice.otherwise(), OpenClOperations.CONDITIONAL);
        return parenthesised(text, OpenClOperations.CONDITIONAL, precedence);
    }

    private String apply(Apply apply, int precedence) {
        if (isWrapping(apply)) {
            String text = (apply.type() == Scalar.LONG ? "(long)" : "(int)") + unsigned(apply, OpenClOperations.UNARY);
            return parenthesised(text, OpenClOperations.UNARY, precedence);
        }
        List<Expression> operands = apply.operands();
        return switch (OpenClOperations.form(apply.operation())) {
            case Form.Infix infix -> {
                if (apply.operation() == Operation.INT_XOR && operands.get(1).equals(Constant.of(-1))) {
                    yield parenthesised(
                            "~" + text(operands.getFirst(), OpenClOperations.UNARY),
                            OpenClOperations.UNARY,
                            precedence);
                }
                yield infix(operands.get(0), infix.text(), operands.get(1), infix.precedence(), precedence);
            }
            case Form.Prefix prefix -> {
                String operand = text(operands.getFirst(), OpenClOperations.UNARY);
                String separated = operand.startsWith("-") ? "(" + operand + ")" : operand;
                yield parenthesised(prefix.text() + separated, OpenClOperations.UNARY, precedence);
            }
            case Form.Shift shift -> shift(apply, shift, precedence);
            case Form.Function function -> function(function.name(), operands);
            case Form.Division division -> {
                if (operands.get(1) instanceof Constant known && known.bits() != 0 && known.bits() != -1) {
                    yield infix(
                            operands.get(0), division.text(), operands.get(1), OpenClOperations.PRODUCT, precedence);
                }
                yield function(division.function(), operands);
            }
        };
    }

    private String function(String name, List<Expression> operands) {
        preludeUsed.add(name);
        return name + operands.stream().map(this::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private String infix(Expression left, String operator, Expression right, int own, int precedence) {
        // C binds these in an order that few remember
        boolean obscure = own >= OpenClOperations.BIT_OR && own <= OpenClOperations.BIT_AND;
        int operand = obscure ? OpenClOperations.UNARY : own;
        String text = text(left, operand) + " " + operator + " " + text(right, obscure ? operand : own + 1);
        return parenthesised(text, own, precedence);
    }

    private String shift(Apply apply, Form.Shift shift, int precedence) {
        Expression value = apply.operands().get(0);
        if (shift.logical()) {
            String text = (apply.type() == Scalar.LONG ? "(long)(" : "(int)(") + unsigned(value, OpenClOperations.UNARY)
                    + " >> " + count(apply.operands().get(1), shift) + ")";
            return parenthesised(text, OpenClOperations.UNARY, precedence);
        }
        String text = text(value, OpenClOperations.UNARY) + " " + shift.text() + " "
                + count(apply.operands().get(1), shift);
        return parenthesised(text, OpenClOperations.SHIFT, precedence);
    }

    private String count(Expression count, Form.Shift shift) {
        return count instanceof Constant known
                ? String.valueOf(known.asInt() & shift.mask())
                : "(" + text(count, OpenClOperations.UNARY) + " & " + shift.mask() + ")";
    }

    /** Whether an integer operation wraps, so that it must be computed unsigned. */
    private static boolean isWrapping(Expression tree) {
        return tree instanceof Apply apply
                && switch (OpenClOperations.form(apply.operation())) {
                    case Form.Infix infix -> infix.wraps();
                    case Form.Prefix prefix -> prefix.wraps();
                    case Form.Shift shift -> shift.wraps();
                    case Form.Function _, Form.Division _ -> false;
                };
    }

    /** The text of an integer as an unsigned one. */
    private String unsigned(Expression tree, int precedence) {
        boolean isLong = tree.type() == Scalar.LONG;
        if (tree instanceof Constant known && known.bits() >= 0) {
            return known.bits() + (isLong ? "ul" : "u");
        }
        if (!isWrapping(tree)) {
            return parenthesised(
                    (isLong ? "(ulong)" : "(uint)") + text(tree, OpenClOperations.UNARY),
                    OpenClOperations.UNARY,
                    precedence);
        }
        Apply apply = (Apply) tree;
        Expression first = apply.operands().getFirst();
        return switch (OpenClOperations.form(apply.operation())) {
            case Form.Infix infix -> wrapped(first, infix, apply.operands().get(1), precedence);
            case Form.Shift shift ->
                parenthesised(
                        unsigned(first, OpenClOperations.UNARY) + " " + shift.text() + " "
                                + count(apply.operands().get(1), shift),
                        OpenClOperations.SHIFT,
                        precedence);
            default ->
                parenthesised(
                        (isLong ? "0ul - " : "0u - ") + unsignedOperand(first, OpenClOperations.PRODUCT),
                        OpenClOperations.SUM,
                        precedence);
        };
    }

    private String wrapped(Expression left, Form.Infix infix, Expression right, int precedence) {
        String operator = infix.text();
        Expression second = right;
        if (operator.equals("+")
                && right instanceof Constant known
                && known.bits() < 0
                && known.bits() > Integer.MIN_VALUE) {
            operator = "-";
            second = new Constant(known.type(), -known.bits());
        }
        boolean secondIsUnsigned = isWrapping(second) || (second instanceof Constant known && known.bits() >= 0);
        String text =
                (secondIsUnsigned ? unsignedOperand(left, infix.precedence()) : unsigned(left, infix.precedence()))
                        + " " + operator + " " + unsignedOperand(second, infix.precedence() + 1);
        return parenthesised(text, infix.precedence(), precedence);
    }

    /** An operand beside an unsigned one, which makes it unsigned too. */
    private String unsignedOperand(Expression tree, int precedence) {
        return isWrapping(tree) || (tree instanceof Constant known && known.bits() >= 0)
                ? unsigned(tree, precedence)
                : text(tree, precedence);
    }

    private static String parenthesised(String text, int own, int precedence) {
        return own < precedence ? "(" + text + ")" : text;
    }

    private static String constant(Constant constant, int precedence) {
        String text = literal(constant);
        return text.startsWith("-") ? parenthesised(text, OpenClOperations.UNARY, precedence) : text;
    }

    private static String literal(Constant constant) {
        return switch (constant.type()) {
            case BOOLEAN -> constant.bits() != 0 ? "true" : "false";
            case INT -> constant.asInt() == Integer.MIN_VALUE ? "INT_MIN" : String.valueOf(constant.asInt());
            case LONG -> constant.bits() == Long.MIN_VALUE ? "LONG_MIN" : constant.bits() + "L";
            case FLOAT -> literal(constant.asFloat());
        };
    }

    private static String literal(float value) {
        if (Float.isNaN(value)) {
            return "as_float(0x" + Integer.toHexString(Float.floatToRawIntBits(value)) + ")";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "INFINITY" : "-INFINITY";
        }
        String decimal = Float.toString(value);
        return (decimal.length() <= SHORT_DECIMAL ? decimal : Float.toHexString(value)) + "f";
    }
}
