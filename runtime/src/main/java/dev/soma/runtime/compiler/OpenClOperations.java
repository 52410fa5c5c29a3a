package dev.soma.runtime.compiler;

import static java.util.Map.entry;

import java.util.Map;

/** The text of each operation in OpenCL C. */
final class OpenClOperations {
    static final int CONDITIONAL = 3;
    static final int LOGICAL_OR = 4;
    static final int LOGICAL_AND = 5;
    static final int BIT_OR = 6;
    static final int BIT_XOR = 7;
    static final int BIT_AND = 8;
    static final int EQUALITY = 9;
    static final int RELATION = 10;
    static final int SHIFT = 11;
    static final int SUM = 12;
    static final int PRODUCT = 13;
    static final int UNARY = 14;
    static final int POSTFIX = 15;

    /** How an operation is written. */
    sealed interface Form {
        /** Between its operands; wraps if the type is an integer's, in which case it is computed unsigned. */
        record Infix(String text, int precedence, boolean wraps) implements Form {}

        /** Before its operand. */
        record Prefix(String text, boolean wraps) implements Form {}

        /** A shift, whose count takes only its low bits. */
        record Shift(String text, int mask, boolean wraps, boolean logical) implements Form {}

        /** A function of OpenCL, or one of {@link OpenClPrelude}. */
        record Function(String name) implements Form {}

        /** An integer division; a function unless the divisor is a harmless constant. */
        record Division(String text, String function) implements Form {}
    }

    private static final Map<Operation, Form> FORMS = Map.ofEntries(
            entry(Operation.INT_ADD, new Form.Infix("+", SUM, true)),
            entry(Operation.INT_SUB, new Form.Infix("-", SUM, true)),
            entry(Operation.INT_MUL, new Form.Infix("*", PRODUCT, true)),
            entry(Operation.INT_DIV, new Form.Division("/", "java_div")),
            entry(Operation.INT_REM, new Form.Division("%", "java_rem")),
            entry(Operation.INT_NEG, new Form.Prefix("-", true)),
            entry(Operation.INT_ABS, new Form.Function("java_abs")),
            entry(Operation.INT_MIN, new Form.Function("min")),
            entry(Operation.INT_MAX, new Form.Function("max")),
            entry(Operation.INT_AND, new Form.Infix("&", BIT_AND, false)),
            entry(Operation.INT_OR, new Form.Infix("|", BIT_OR, false)),
            entry(Operation.INT_XOR, new Form.Infix("^", BIT_XOR, false)),
            entry(Operation.INT_SHL, new Form.Shift("<<", 31, true, false)),
            entry(Operation.INT_SHR, new Form.Shift(">>", 31, false, false)),
            entry(Operation.INT_USHR, new Form.Shift(">>", 31, false, true)),
            entry(Operation.INT_EQ, new Form.Infix("==", EQUALITY, false)),
            entry(Operation.INT_NE, new Form.Infix("!=", EQUALITY, false)),
            entry(Operation.INT_LT, new Form.Infix("<", RELATION, false)),
            entry(Operation.INT_LE, new Form.Infix("<=", RELATION, false)),
            entry(Operation.INT_GT, new Form.Infix(">", RELATION, false)),
            entry(Operation.INT_GE, new Form.Infix(">=", RELATION, false)),
            entry(Operation.INT_BIT_COUNT, new Form.Function("popcount")),
            entry(Operation.INT_LEADING_ZEROS, new Form.Function("clz")),
            entry(Operation.INT_TRAILING_ZEROS, new Form.Function("java_ctz")),
            entry(Operation.LONG_ADD, new Form.Infix("+", SUM, true)),
            entry(Operation.LONG_SUB, new Form.Infix("-", SUM, true)),
            entry(Operation.LONG_MUL, new Form.Infix("*", PRODUCT, true)),
            entry(Operation.LONG_DIV, new Form.Division("/", "java_div_long")),
            entry(Operation.LONG_REM, new Form.Division("%", "java_rem_long")),
            entry(Operation.LONG_NEG, new Form.Prefix("-", true)),
            entry(Operation.LONG_ABS, new Form.Function("java_abs_long")),
            entry(Operation.LONG_MIN, new Form.Function("min")),
            entry(Operation.LONG_MAX, new Form.Function("max")),
            entry(Operation.LONG_AND, new Form.Infix("&", BIT_AND, false)),
            entry(Operation.LONG_OR, new Form.Infix("|", BIT_OR, false)),
            entry(Operation.LONG_XOR, new Form.Infix("^", BIT_XOR, false)),
            entry(Operation.LONG_SHL, new Form.Shift("<<", 63, true, false)),
            entry(Operation.LONG_SHR, new Form.Shift(">>", 63, false, false)),
            entry(Operation.LONG_USHR, new Form.Shift(">>", 63, false, true)),
            entry(Operation.LONG_EQ, new Form.Infix("==", EQUALITY, false)),
            entry(Operation.LONG_NE, new Form.Infix("!=", EQUALITY, false)),
            entry(Operation.LONG_LT, new Form.Infix("<", RELATION, false)),
            entry(Operation.LONG_LE, new Form.Infix("<=", RELATION, false)),
            entry(Operation.LONG_GT, new Form.Infix(">", RELATION, false)),
            entry(Operation.LONG_GE, new Form.Infix(">=", RELATION, false)),
            entry(Operation.FLOAT_ADD, new Form.Infix("+", SUM, false)),
            entry(Operation.FLOAT_SUB, new Form.Infix("-", SUM, false)),
            entry(Operation.FLOAT_MUL, new Form.Infix("*", PRODUCT, false)),
            entry(Operation.FLOAT_DIV, new Form.Infix("/", PRODUCT, false)),
            entry(Operation.FLOAT_REM, new Form.Function("fmod")),
            entry(Operation.FLOAT_NEG, new Form.Prefix("-", false)),
            entry(Operation.FLOAT_ABS, new Form.Function("fabs")),
            entry(Operation.FLOAT_MIN, new Form.Function("java_min")),
            entry(Operation.FLOAT_MAX, new Form.Function("java_max")),
            entry(Operation.FLOAT_FMA, new Form.Function("fma")),
            entry(Operation.FLOAT_SQRT, new Form.Function("sqrt")),
            entry(Operation.FLOAT_FLOOR, new Form.Function("java_floor")),
            entry(Operation.FLOAT_CEIL, new Form.Function("java_ceil")),
            entry(Operation.FLOAT_RINT, new Form.Function("java_rint")),
            entry(Operation.FLOAT_EQ, new Form.Infix("==", EQUALITY, false)),
            entry(Operation.FLOAT_NE, new Form.Infix("!=", EQUALITY, false)),
            entry(Operation.FLOAT_LT, new Form.Infix("<", RELATION, false)),
            entry(Operation.FLOAT_LE, new Form.Infix("<=", RELATION, false)),
            entry(Operation.FLOAT_GT, new Form.Infix(">", RELATION, false)),
            entry(Operation.FLOAT_GE, new Form.Infix(">=", RELATION, false)),
            entry(Operation.FLOAT_TO_BITS, new Form.Function("as_int")),
            entry(Operation.BITS_TO_FLOAT, new Form.Function("as_float")),
            entry(Operation.INT_TO_FLOAT, new Form.Prefix("(float)", false)),
            entry(Operation.FLOAT_TO_INT, new Form.Function("java_int")),
            entry(Operation.INT_TO_LONG, new Form.Prefix("(long)", false)),
            entry(Operation.LONG_TO_INT, new Form.Prefix("(int)", false)),
            entry(Operation.LONG_TO_FLOAT, new Form.Prefix("(float)", false)),
            entry(Operation.NOT, new Form.Prefix("!", false)),
            entry(Operation.BOOLEAN_AND, new Form.Infix("&", BIT_AND, false)),
            entry(Operation.BOOLEAN_OR, new Form.Infix("|", BIT_OR, false)),
            entry(Operation.BOOLEAN_XOR, new Form.Infix("!=", EQUALITY, false)));

    private OpenClOperations() {}

    static Form form(Operation operation) {
        Form form = FORMS.get(operation);
        if (form == null) {
            throw new IllegalStateException("OpenCL C has no text for " + operation);
        }
        return form;
    }
}
