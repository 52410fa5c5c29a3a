package dev.soma.kernels;

/**
 * Functions that kernels call, in the kernel language: range reduction and a polynomial, no table and no double, so that
 * every device that runs kernels gives the same bits.
 *
 * <p>Errors are in units in the last place of the exact result, the largest over all floats. Denormal arguments and results
 * count too. Polynomials are minimax in relative error, by Lawson's algorithm, their coefficients rounded one after the
 * other. A device that rounds a multiply-add differently stays correct, but may be off by a little more.
 */
public final class KernelMath {
    private static final float LOG2_E = 0x1.715476p+0f;

    /** ln 2 to 15 bits: its product with an exponent is exact. */
    private static final float LN2_HIGH = 0x1.62e4p-1f;

    /** ln 2 less {@link #LN2_HIGH}. */
    private static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** Added to a float below 2^22, leaves its nearest integer in the low bits. */
    private static final float ROUNDER = 0x1.8p+23f;

    private static final int SIGN = 0x80000000;
    private static final int INFINITY_BITS = 0x7f800000;
    private static final int SQRT_HALF_BITS = 0x3f3504f3;

    private KernelMath() {}

    /**
     * {@code e^x}. Error below 1.1 ulp. NaN for NaN, infinity above 88.72283, denormal below -87.33654, 0 below -103.97207.
     *
     * <p>{@code e^x = 2^n e^r} with {@code |r| <= ln(2) / 2}.
     */
    public static float exp(float x) {
        float clamped = Math.min(Math.max(x, -104f), 89f);
        float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
        float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, clamped));
        float p = 0x1.6a4f28p-10f;
        p = Math.fma(p, r, 0x1.12398p-7f);
        p = Math.fma(p, r, 0x1.5558aep-5f);
        p = Math.fma(p, r, 0x1.555492p-3f);
        p = Math.fma(p, r, 0x1.fffffcp-2f);
        float y = Math.fma(p, r * r, r) + 1f;
        // in two steps, since 2^128 and 2^-150 are no floats; only the second can round
        int exponent = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUNDER);
        int half = exponent >> 1;
        return y * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /**
     * The natural logarithm. Error below 1 ulp. NaN for NaN and below 0, minus infinity for 0 and -0, infinity for infinity.
     *
     * <p>{@code ln x = k ln 2 + ln(1 + f)} with {@code sqrt(1/2) <= 1 + f < sqrt(2)}.
     */
    public static float log(float x) {
        boolean denormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(denormal ? x * 0x1p23f : x) - SQRT_HALF_BITS;
        float k = (bits >> 23) - (denormal ? 23 : 0);
        float f = Float.intBitsToFloat((bits & 0x007fffff) + SQRT_HALF_BITS) - 1f;
        float p = -0x1.38c91p-4f;
        p = Math.fma(p, f, 0x1.055e98p-3f);
        p = Math.fma(p, f, -0x1.0d824ap-3f);
        p = Math.fma(p, f, 0x1.22d932p-3f);
        p = Math.fma(p, f, -0x1.54728ap-3f);
        p = Math.fma(p, f, 0x1.99a01cp-3f);
        p = Math.fma(p, f, -0x1.000226p-2f);
        p = Math.fma(p, f, 0x1.555554p-2f);
        p = Math.fma(p, f, -0.5f);
        // what high rounds away goes into low: |k ln 2| > |f| unless k is 0
        float scaled = k * LN2_HIGH;
        float high = scaled + f;
        float low = scaled - high + f;
        float y = high + (low + Math.fma(k, LN2_LOW, p * (f * f)));
        if (!(x > 0f)) {
            y = x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        return x == Float.POSITIVE_INFINITY ? x : y;
    }

    /**
     * The hyperbolic tangent. Error below 1.5 ulp. Odd: -0 for -0; 1 above 9.01092; NaN for NaN.
     *
     * <p>A polynomial up to 0.55, about where the result is 1/2; {@code 1 - 2 / (e^2x + 1)} above.
     */
    public static float tanh(float x) {
        float a = Math.abs(x);
        float y;
        if (a < 0.55f) {
            float z = a * a;
            float p = -0x1.99851ep-8f;
            p = Math.fma(p, z, 0x1.58f336p-6f);
            p = Math.fma(p, z, -0x1.b91fb8p-5f);
            p = Math.fma(p, z, 0x1.110cf2p-3f);
            p = Math.fma(p, z, -0x1.55554ap-2f);
            y = Math.fma(p, z * a, a);
        } else {
            y = 1f - 2f / (exp(2f * a) + 1f);
        }
        return withSign(y, x);
    }

    /**
     * The logistic function {@code 1 / (1 + e^-x)}. Error below 2.5 ulp. NaN for NaN, denormal below -87.33654, 0 below
     * -103.97207.
     */
    public static float sigmoid(float x) {
        // e^-x would overflow where the result is denormal
        float e = exp(-Math.abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /**
     * The arc tangent. Error below 1.5 ulp. Odd: -0 for -0; pi/2 for infinity; NaN for NaN.
     *
     * <p>A polynomial up to 1; {@code pi/2 - atan(1/x)} above.
     */
    public static float atan(float x) {
        float a = Math.abs(x);
        boolean large = a > 1f;
        float t = large ? 1f / a : a;
        float z = t * t;
        float p = -0x1.d4782ap-10f;
        p = Math.fma(p, z, 0x1.64b212p-7f);
        p = Math.fma(p, z, -0x1.fdefc4p-6f);
        p = Math.fma(p, z, 0x1.da59eap-5f);
        p = Math.fma(p, z, -0x1.581456p-4f);
        p = Math.fma(p, z, 0x1.c08f2ep-4f);
        p = Math.fma(p, z, -0x1.2420b4p-3f);
        p = Math.fma(p, z, 0x1.9991e6p-3f);
        p = Math.fma(p, z, -0x1.55553ep-2f);
        float y = Math.fma(p, z * t, t);
        // pi/2 in two parts
        return withSign(large ? 0x1.921fb6p+0f - (y + 0x1.777a5cp-25f) : y, x);
    }

    /** Whether {@code x} is no number. */
    public static boolean isNaN(float x) {
        return (Float.floatToRawIntBits(x) & ~SIGN) > INFINITY_BITS;
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }

    private static float withSign(float magnitude, float x) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | (Float.floatToRawIntBits(x) & SIGN));
    }
}
