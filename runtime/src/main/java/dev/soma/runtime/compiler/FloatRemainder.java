package dev.soma.runtime.compiler;

import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Java's {@code %} of floats, written as kernels are, for devices that have none. */
final class FloatRemainder {
    /** {@link #of}, compiled. */
    static final Function FUNCTION = KernelLinker.ofMethod(
            FloatRemainder.class,
            "of",
            MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float, ConstantDescs.CD_float));

    private static final int SIGN = 0x80000000;
    private static final int INFINITY = 0x7F800000;
    private static final int MANTISSA_BITS = 23;
    private static final int HIDDEN_BIT = 1 << MANTISSA_BITS;

    private FloatRemainder() {}

    /** {@code a % b}: exact, with the sign of {@code a}; NaN for a NaN, an infinite {@code a} or a {@code b} of 0. */
    static float of(float a, float b) {
        int sign = Float.floatToRawIntBits(a) & SIGN;
        int x = Float.floatToRawIntBits(a) & ~SIGN;
        int y = Float.floatToRawIntBits(b) & ~SIGN;
        if (x >= INFINITY || y > INFINITY || y == 0) {
            return Float.intBitsToFloat(0x7FC00000);
        }
        if (x < y) {
            return a;
        }
        int exponentX = exponent(x);
        int exponentY = exponent(y);
        int rest = mantissa(x);
        int divisor = mantissa(y);
        for (int shift = exponentX - exponentY; shift > 0; shift--) {
            rest = rest >= divisor ? rest - divisor : rest;
            rest <<= 1;
        }
        rest = rest >= divisor ? rest - divisor : rest;
        int exponent = exponentY;
        while (rest != 0 && rest < HIDDEN_BIT) {
            rest <<= 1;
            exponent--;
        }
        int bits = exponent > 0 && rest != 0
                ? (exponent << MANTISSA_BITS) + (rest - HIDDEN_BIT)
                : rest >> Math.min(1 - exponent, Integer.SIZE - 1);
        return Float.intBitsToFloat(sign | bits);
    }

    /** The biased exponent of the mantissa; less than 1 for subnormal numbers. */
    private static int exponent(int bits) {
        return Math.max(bits >> MANTISSA_BITS, 1) - gap(bits);
    }

    /** The mantissa with its highest bit in the hidden bit's place. */
    private static int mantissa(int bits) {
        return bits < HIDDEN_BIT ? bits << gap(bits) : (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
    }

    /** By how much a subnormal number's mantissa is shorter than others. */
    private static int gap(int bits) {
        return bits < HIDDEN_BIT ? Integer.numberOfLeadingZeros(bits) - Integer.numberOfLeadingZeros(HIDDEN_BIT) : 0;
    }
}
