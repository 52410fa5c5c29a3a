package dev.soma.runtime.compiler;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How PTX computes each {@link Operation}: one instruction, {@code %0} its result and {@code %1, %2, %3} its operands, or several
 * with temporaries, {@code %p0, %r0, ...}, each written once, the result last. Every rounding is named ({@code .rn}), so that nothing is
 * contracted.
 */
final class PtxOperations {
    /** Where Java throws. */
    private static final String SAFE_DIVISOR =
            "setp.eq.s32 %p0, %2, 0; selp.b32 %r0, 1, %2, %p0; setp.eq.s32 %p1, %r0, -1; selp.b32 %r1, 1, %r0, %p1; ";

    private static final String SAFE_LONG_DIVISOR = "setp.eq.s64 %p0, %2, 0; selp.b64 %rd0, 1, %2, %p0;"
            + " setp.eq.s64 %p1, %rd0, -1; selp.b64 %rd1, 1, %rd0, %p1; ";

    private static final Set<Operation> SHIFTS = EnumSet.of(
            Operation.INT_SHL,
            Operation.INT_SHR,
            Operation.INT_USHR,
            Operation.LONG_SHL,
            Operation.LONG_SHR,
            Operation.LONG_USHR);

    private static final Pattern END = Pattern.compile("; *");

    private static final String NAN = "0f7FC00000";

    private static final Map<Operation, String> TEXT = new EnumMap<>(Operation.class);

    /** Operations that are plain by a constant that {@link #isPlain}. */
    private static final Map<Operation, String> BY_CONSTANT = new EnumMap<>(Operation.class);

    static {
        integers("INT", "32");
        integers("LONG", "64");
        TEXT.put(Operation.INT_BIT_COUNT, "popc.b32 %0, %1;");
        TEXT.put(Operation.INT_LEADING_ZEROS, "clz.b32 %0, %1;");
        TEXT.put(Operation.INT_TRAILING_ZEROS, "brev.b32 %r0, %1; clz.b32 %0, %r0;");

        // minus -1 is a negation, which overflows as Java's division does
        TEXT.put(
                Operation.INT_DIV,
                SAFE_DIVISOR + "div.s32 %r2, %1, %r1; neg.s32 %r3, %1; selp.b32 %r4, %r3, %r2, %p1;"
                        + " selp.b32 %0, 0, %r4, %p0;");
        TEXT.put(Operation.INT_REM, SAFE_DIVISOR + "rem.s32 %r2, %1, %r1; selp.b32 %0, 0, %r2, %p0;");
        TEXT.put(
                Operation.LONG_DIV,
                SAFE_LONG_DIVISOR + "div.s64 %rd2, %1, %rd1; neg.s64 %rd3, %1; selp.b64 %rd4, %rd3, %rd2, %p1;"
                        + " selp.b64 %0, 0, %rd4, %p0;");
        TEXT.put(Operation.LONG_REM, SAFE_LONG_DIVISOR + "rem.s64 %rd2, %1, %rd1; selp.b64 %0, 0, %rd2, %p0;");
        BY_CONSTANT.put(Operation.INT_DIV, "div.s32 %0, %1, %2;");
        BY_CONSTANT.put(Operation.INT_REM, "rem.s32 %0, %1, %2;");
        BY_CONSTANT.put(Operation.LONG_DIV, "div.s64 %0, %1, %2;");
        BY_CONSTANT.put(Operation.LONG_REM, "rem.s64 %0, %1, %2;");

        TEXT.put(Operation.FLOAT_ADD, "add.rn.f32 %0, %1, %2;");
        TEXT.put(Operation.FLOAT_SUB, "sub.rn.f32 %0, %1, %2;");
        TEXT.put(Operation.FLOAT_MUL, "mul.rn.f32 %0, %1, %2;");
        TEXT.put(Operation.FLOAT_DIV, "div.rn.f32 %0, %1, %2;");
        TEXT.put(Operation.FLOAT_FMA, "fma.rn.f32 %0, %1, %2, %3;");
        TEXT.put(Operation.FLOAT_SQRT, "sqrt.rn.f32 %0, %1;");
        TEXT.put(Operation.FLOAT_NEG, "neg.f32 %0, %1;");
        TEXT.put(Operation.FLOAT_ABS, "abs.f32 %0, %1;");
        TEXT.put(Operation.FLOAT_MIN, orNaN("min"));
        TEXT.put(Operation.FLOAT_MAX, orNaN("max"));
        TEXT.put(Operation.FLOAT_FLOOR, "cvt.rmi.f32.f32 %0, %1;");
        TEXT.put(Operation.FLOAT_CEIL, "cvt.rpi.f32.f32 %0, %1;");
        TEXT.put(Operation.FLOAT_RINT, "cvt.rni.f32.f32 %0, %1;");
        // neither is true of NaN but the second
        for (String comparison : new String[] {"EQ", "LT", "LE", "GT", "GE"}) {
            TEXT.put(
                    Operation.valueOf("FLOAT_" + comparison),
                    "setp." + comparison.toLowerCase(Locale.ROOT) + ".f32 %0, %1, %2;");
        }
        TEXT.put(Operation.FLOAT_NE, "setp.neu.f32 %0, %1, %2;");

        TEXT.put(Operation.FLOAT_TO_BITS, "mov.b32 %0, %1;");
        TEXT.put(Operation.BITS_TO_FLOAT, "mov.b32 %0, %1;");
        TEXT.put(Operation.INT_TO_FLOAT, "cvt.rn.f32.s32 %0, %1;");
        TEXT.put(Operation.FLOAT_TO_INT, "cvt.rzi.s32.f32 %0, %1;");
        TEXT.put(Operation.INT_TO_LONG, "cvt.s64.s32 %0, %1;");
        TEXT.put(Operation.LONG_TO_INT, "cvt.u32.u64 %0, %1;");
        TEXT.put(Operation.LONG_TO_FLOAT, "cvt.rn.f32.s64 %0, %1;");

        TEXT.put(Operation.NOT, "not.pred %0, %1;");
        TEXT.put(Operation.BOOLEAN_AND, "and.pred %0, %1, %2;");
        TEXT.put(Operation.BOOLEAN_OR, "or.pred %0, %1, %2;");
        TEXT.put(Operation.BOOLEAN_XOR, "xor.pred %0, %1, %2;");
    }

    private PtxOperations() {}

    /** The instructions of an operation. */
    static List<String> instructions(Operation operation, Expression lastOperand) {
        String byConstant = BY_CONSTANT.get(operation);
        String text = byConstant != null && isPlain(operation, lastOperand) ? byConstant : TEXT.get(operation);
        if (text == null) {
            throw new IllegalStateException(operation + " has no PTX");
        }
        return END.splitAsStream(text).map(instruction -> instruction + ";").toList();
    }

    /** Whether it is a divisor by which a division never fails or overflows, or a shift's count that is in range. */
    private static boolean isPlain(Operation operation, Expression operand) {
        long most = SHIFTS.contains(operation) ? Integer.SIZE - 1 : Long.MAX_VALUE;
        return operand instanceof Expression.Constant constant && constant.bits() > 0 && constant.bits() <= most;
    }

    private static void integers(String type, String bits) {
        String signed = ".s" + bits + " %0, %1, %2;";
        String plain = ".b" + bits + " %0, %1, %2;";
        String unary = ".s" + bits + " %0, %1;";
        for (String name : new String[] {"ADD", "SUB", "MIN", "MAX"}) {
            put(type, name, name.toLowerCase(Locale.ROOT) + signed);
        }
        put(type, "MUL", "mul.lo" + signed);
        put(type, "NEG", "neg" + unary);
        put(type, "ABS", "abs" + unary);
        for (String name : new String[] {"AND", "OR", "XOR"}) {
            put(type, name, name.toLowerCase(Locale.ROOT) + plain);
        }
        for (String name : new String[] {"EQ", "NE", "LT", "LE", "GT", "GE"}) {
            put(type, name, "setp." + name.toLowerCase(Locale.ROOT) + signed);
        }
        // PTX clamps the count, Java takes its low bits
        String mask = "and.b32 %r0, %2, " + (Integer.parseInt(bits) - 1) + "; ";
        shift(type, "SHL", "shl.b" + bits, mask);
        shift(type, "SHR", "shr.s" + bits, mask);
        shift(type, "USHR", "shr.u" + bits, mask);
    }

    private static void shift(String type, String name, String instruction, String mask) {
        put(type, name, mask + instruction + " %0, %1, %r0;");
        BY_CONSTANT.put(Operation.valueOf(type + "_" + name), instruction + " %0, %1, %2;");
    }

    private static void put(String type, String name, String text) {
        TEXT.put(Operation.valueOf(type + "_" + name), text);
    }

    private static String orNaN(String name) {
        return name + ".f32 %f0, %1, %2; setp.num.f32 %p0, %1, %2; selp.f32 %0, %f0, " + NAN + ", %p0;";
    }
}
