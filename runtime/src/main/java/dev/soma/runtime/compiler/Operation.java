package dev.soma.runtime.compiler;

import static dev.soma.runtime.compiler.Type.Scalar.BOOLEAN;
import static dev.soma.runtime.compiler.Type.Scalar.FLOAT;
import static dev.soma.runtime.compiler.Type.Scalar.INT;
import static dev.soma.runtime.compiler.Type.Scalar.LONG;

import dev.soma.runtime.compiler.Type.Scalar;
import java.util.List;

/**
 * What a kernel computes with scalars: a renderer is a table from these to text. Their meaning is Java's: integers wrap, a shift
 * takes the low bits of its count, comparisons with NaN are false ({@code NE} true). Where Java throws, at a division or remainder by
 * zero, the result is 0. None has an effect, and any may be computed though its result is not needed.
 */
public enum Operation {
    INT_ADD(INT, INT, INT),
    INT_SUB(INT, INT, INT),
    INT_MUL(INT, INT, INT),
    INT_DIV(INT, INT, INT),
    INT_REM(INT, INT, INT),
    INT_NEG(INT, INT),
    INT_ABS(INT, INT),
    INT_MIN(INT, INT, INT),
    INT_MAX(INT, INT, INT),
    INT_AND(INT, INT, INT),
    INT_OR(INT, INT, INT),
    INT_XOR(INT, INT, INT),
    INT_SHL(INT, INT, INT),
    INT_SHR(INT, INT, INT),
    INT_USHR(INT, INT, INT),
    INT_EQ(BOOLEAN, INT, INT),
    INT_NE(BOOLEAN, INT, INT),
    INT_LT(BOOLEAN, INT, INT),
    INT_LE(BOOLEAN, INT, INT),
    INT_GT(BOOLEAN, INT, INT),
    INT_GE(BOOLEAN, INT, INT),
    /** {@link Integer#bitCount}. */
    INT_BIT_COUNT(INT, INT),
    /** {@link Integer#numberOfLeadingZeros}: 32 for 0. */
    INT_LEADING_ZEROS(INT, INT),
    /** {@link Integer#numberOfTrailingZeros}: 32 for 0. */
    INT_TRAILING_ZEROS(INT, INT),

    LONG_ADD(LONG, LONG, LONG),
    LONG_SUB(LONG, LONG, LONG),
    LONG_MUL(LONG, LONG, LONG),
    LONG_DIV(LONG, LONG, LONG),
    LONG_REM(LONG, LONG, LONG),
    LONG_NEG(LONG, LONG),
    LONG_ABS(LONG, LONG),
    LONG_MIN(LONG, LONG, LONG),
    LONG_MAX(LONG, LONG, LONG),
    LONG_AND(LONG, LONG, LONG),
    LONG_OR(LONG, LONG, LONG),
    LONG_XOR(LONG, LONG, LONG),
    LONG_SHL(LONG, LONG, INT),
    LONG_SHR(LONG, LONG, INT),
    LONG_USHR(LONG, LONG, INT),
    LONG_EQ(BOOLEAN, LONG, LONG),
    LONG_NE(BOOLEAN, LONG, LONG),
    LONG_LT(BOOLEAN, LONG, LONG),
    LONG_LE(BOOLEAN, LONG, LONG),
    LONG_GT(BOOLEAN, LONG, LONG),
    LONG_GE(BOOLEAN, LONG, LONG),

    FLOAT_ADD(FLOAT, FLOAT, FLOAT),
    FLOAT_SUB(FLOAT, FLOAT, FLOAT),
    FLOAT_MUL(FLOAT, FLOAT, FLOAT),
    FLOAT_DIV(FLOAT, FLOAT, FLOAT),
    /** Java's {@code %}: exact, with the sign of the dividend. */
    FLOAT_REM(FLOAT, FLOAT, FLOAT),
    FLOAT_NEG(FLOAT, FLOAT),
    FLOAT_ABS(FLOAT, FLOAT),
    /** {@link Math#min(float, float)}: NaN if either is; -0 is less than 0. */
    FLOAT_MIN(FLOAT, FLOAT, FLOAT),
    /** {@link Math#max(float, float)}: NaN if either is; -0 is less than 0. */
    FLOAT_MAX(FLOAT, FLOAT, FLOAT),
    /** {@code a * b + c}, rounded once. */
    FLOAT_FMA(FLOAT, FLOAT, FLOAT, FLOAT),
    FLOAT_SQRT(FLOAT, FLOAT),
    FLOAT_FLOOR(FLOAT, FLOAT),
    FLOAT_CEIL(FLOAT, FLOAT),
    /** To the nearest integer, ties to even. */
    FLOAT_RINT(FLOAT, FLOAT),
    FLOAT_EQ(BOOLEAN, FLOAT, FLOAT),
    FLOAT_NE(BOOLEAN, FLOAT, FLOAT),
    FLOAT_LT(BOOLEAN, FLOAT, FLOAT),
    FLOAT_LE(BOOLEAN, FLOAT, FLOAT),
    FLOAT_GT(BOOLEAN, FLOAT, FLOAT),
    FLOAT_GE(BOOLEAN, FLOAT, FLOAT),

    /** {@link Float#floatToRawIntBits}. */
    FLOAT_TO_BITS(INT, FLOAT),
    /** {@link Float#intBitsToFloat}. */
    BITS_TO_FLOAT(FLOAT, INT),
    INT_TO_FLOAT(FLOAT, INT),
    /** Towards zero; the nearest int where there is none, 0 for NaN. */
    FLOAT_TO_INT(INT, FLOAT),
    INT_TO_LONG(LONG, INT),
    LONG_TO_INT(INT, LONG),
    LONG_TO_FLOAT(FLOAT, LONG),

    NOT(BOOLEAN, BOOLEAN),
    /** Both operands are computed; what is computed only if needed is an {@link Expression.Conditional}. */
    BOOLEAN_AND(BOOLEAN, BOOLEAN, BOOLEAN),
    BOOLEAN_OR(BOOLEAN, BOOLEAN, BOOLEAN),
    BOOLEAN_XOR(BOOLEAN, BOOLEAN, BOOLEAN);

    private final Scalar result;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Scalar> operands;

    Operation(Scalar result, Scalar... operands) {
        this.result = result;
        this.operands = List.of(operands);
    }

    /** The type of the result. */
    public Scalar result() {
        return result;
    }

    /** The types of the operands. */
    public List<Scalar> operands() {
        return operands;
    }
}
