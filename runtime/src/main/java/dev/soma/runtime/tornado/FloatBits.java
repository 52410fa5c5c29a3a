package dev.soma.runtime.tornado;

/**
 * {@link Float#floatToRawIntBits} and {@link Float#intBitsToFloat} by arithmetic, since TornadoVM 5.2 has no form for them: exact for
 * every float, the bits of a NaN but for its payload. Every scaling is by a power of two and rounds nothing.
 */
@SuppressWarnings("IdentityBinaryExpression") // x != x is what Float.isNaN does; this code goes where a call must not
final class FloatBits {
    private static final int SIGN = Integer.MIN_VALUE;
    private static final int NAN = 0x7fc00000;
    private static final int INFINITY = 0x7f800000;
    private static final int MANTISSA = 0x007fffff;
    private static final int HIDDEN = 0x00800000;
    private static final int BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    private FloatBits() {}

    /** The bits of a float. */
    static int bits(float x) {
        if (x != x) {
            return NAN;
        }
        // of 0 and -0 the reciprocal has a sign to compare
        boolean negative = (x == 0f ? 1f / x : x) < 0f;
        int sign = negative ? SIGN : 0;
        float a = negative ? -x : x;
        if (a > Float.MAX_VALUE) {
            return sign | INFINITY;
        }
        if (a < Float.MIN_NORMAL) {
            return sign | (int) (a * 0x1p75f * 0x1p74f);
        }
        int exponent = BIAS;
        if (a < 1f) {
            a *= 0x1p126f;
            exponent -= 126;
        }
        if (a >= 0x1p64f) {
            a *= 0x1p-64f;
            exponent += 64;
        }
        if (a >= 0x1p32f) {
            a *= 0x1p-32f;
            exponent += 32;
        }
        if (a >= 0x1p16f) {
            a *= 0x1p-16f;
            exponent += 16;
        }
        if (a >= 0x1p8f) {
            a *= 0x1p-8f;
            exponent += 8;
        }
        if (a >= 0x1p4f) {
            a *= 0x1p-4f;
            exponent += 4;
        }
        if (a >= 0x1p2f) {
            a *= 0x1p-2f;
            exponent += 2;
        }
        if (a >= 0x1p1f) {
            a *= 0x1p-1f;
            exponent += 1;
        }
        return sign | (exponent << MANTISSA_BITS) | ((int) (a * 0x1p23f) & MANTISSA);
    }

    /** The float that has these bits. */
    static float value(int bits) {
        int exponent = (bits >> MANTISSA_BITS) & 0xff;
        int mantissa = bits & MANTISSA;
        float a;
        if (exponent == 0xff) {
            a = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            a = mantissa * 0x1p-75f * 0x1p-74f;
        } else {
            int shift = exponent - BIAS - MANTISSA_BITS;
            int distance = shift < 0 ? -shift : shift;
            float step64 = shift < 0 ? 0x1p-64f : 0x1p64f;
            a = mantissa | HIDDEN;
            a *= (distance & 128) != 0 ? step64 : 1f;
            a *= (distance & 128) != 0 ? step64 : 1f;
            a *= (distance & 64) != 0 ? step64 : 1f;
            a *= (distance & 32) != 0 ? (shift < 0 ? 0x1p-32f : 0x1p32f) : 1f;
            a *= (distance & 16) != 0 ? (shift < 0 ? 0x1p-16f : 0x1p16f) : 1f;
            a *= (distance & 8) != 0 ? (shift < 0 ? 0x1p-8f : 0x1p8f) : 1f;
            a *= (distance & 4) != 0 ? (shift < 0 ? 0x1p-4f : 0x1p4f) : 1f;
            a *= (distance & 2) != 0 ? (shift < 0 ? 0x1p-2f : 0x1p2f) : 1f;
            a *= (distance & 1) != 0 ? (shift < 0 ? 0x1p-1f : 0x1p1f) : 1f;
        }
        return bits < 0 ? -a : a;
    }
}
