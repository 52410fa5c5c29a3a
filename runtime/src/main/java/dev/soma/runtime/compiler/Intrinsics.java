package dev.soma.runtime.compiler;

import java.util.Map;
import java.util.Optional;

/** The methods of the JDK that are operations. */
final class Intrinsics {
    private static final Map<String, Operation> METHODS = Map.ofEntries(
            Map.entry("java/lang/Math.abs(I)I", Operation.INT_ABS),
            Map.entry("java/lang/Math.min(II)I", Operation.INT_MIN),
            Map.entry("java/lang/Math.max(II)I", Operation.INT_MAX),
            Map.entry("java/lang/Math.abs(J)J", Operation.LONG_ABS),
            Map.entry("java/lang/Math.min(JJ)J", Operation.LONG_MIN),
            Map.entry("java/lang/Math.max(JJ)J", Operation.LONG_MAX),
            Map.entry("java/lang/Math.abs(F)F", Operation.FLOAT_ABS),
            Map.entry("java/lang/Math.min(FF)F", Operation.FLOAT_MIN),
            Map.entry("java/lang/Math.max(FF)F", Operation.FLOAT_MAX),
            Map.entry("java/lang/Math.fma(FFF)F", Operation.FLOAT_FMA),
            Map.entry("java/lang/Integer.min(II)I", Operation.INT_MIN),
            Map.entry("java/lang/Integer.max(II)I", Operation.INT_MAX),
            Map.entry("java/lang/Integer.bitCount(I)I", Operation.INT_BIT_COUNT),
            Map.entry("java/lang/Integer.numberOfLeadingZeros(I)I", Operation.INT_LEADING_ZEROS),
            Map.entry("java/lang/Integer.numberOfTrailingZeros(I)I", Operation.INT_TRAILING_ZEROS),
            Map.entry("java/lang/Float.min(FF)F", Operation.FLOAT_MIN),
            Map.entry("java/lang/Float.max(FF)F", Operation.FLOAT_MAX),
            Map.entry("java/lang/Float.floatToRawIntBits(F)I", Operation.FLOAT_TO_BITS),
            Map.entry("java/lang/Float.intBitsToFloat(I)F", Operation.BITS_TO_FLOAT));

    /** Functions of doubles that, between two casts, are those of floats: the second rounding changes nothing. */
    private static final Map<String, Operation> BETWEEN_CASTS = Map.of(
            "sqrt", Operation.FLOAT_SQRT,
            "floor", Operation.FLOAT_FLOOR,
            "ceil", Operation.FLOAT_CEIL,
            "rint", Operation.FLOAT_RINT);

    private Intrinsics() {}

    static Optional<Operation> find(String owner, String name, String descriptor) {
        return Optional.ofNullable(METHODS.get(owner + "." + name + descriptor));
    }

    static Optional<Operation> betweenCasts(String owner, String name) {
        return owner.equals("java/lang/Math") ? Optional.ofNullable(BETWEEN_CASTS.get(name)) : Optional.empty();
    }
}
