package dev.soma.runtime.tornado;

import java.util.Set;

/**
 * Helpers of {@link dev.soma.kernels.KernelMath} that look into the bits of a float, without {@link FloatBits}: with it the largest
 * kernels come to twice as much code, 4,700 lines of OpenCL C, which take seconds to compile.
 */
// x != x is what Float.isNaN does; this code goes where a call must not, by name
@SuppressWarnings({"IdentityBinaryExpression", "unused"})
final class KernelMathForms {
    private static final Set<String> NAMES = Set.of("isNaN", "powerOfTwo", "withSign");

    private KernelMathForms() {}

    /** Whether there is a form of the method of that name. */
    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static boolean isNaN(float x) {
        return x != x;
    }

    /** Exact: scales by powers of two from above or from below, which round nothing. */
    static float powerOfTwo(int exponent) {
        int distance = exponent < 0 ? -exponent : exponent;
        float y = (distance & 64) != 0 ? (exponent < 0 ? 0x1p-64f : 0x1p64f) : 1f;
        y *= (distance & 32) != 0 ? (exponent < 0 ? 0x1p-32f : 0x1p32f) : 1f;
        y *= (distance & 16) != 0 ? (exponent < 0 ? 0x1p-16f : 0x1p16f) : 1f;
        y *= (distance & 8) != 0 ? (exponent < 0 ? 0x1p-8f : 0x1p8f) : 1f;
        y *= (distance & 4) != 0 ? (exponent < 0 ? 0x1p-4f : 0x1p4f) : 1f;
        y *= (distance & 2) != 0 ? (exponent < 0 ? 0x1p-2f : 0x1p2f) : 1f;
        return y * ((distance & 1) != 0 ? (exponent < 0 ? 0x1p-1f : 0x1p1f) : 1f);
    }

    /** For a magnitude without sign; of 0 and -0 the reciprocal has a sign to compare. */
    static float withSign(float magnitude, float x) {
        return (x == 0f ? 1f / x : x) < 0f ? -magnitude : magnitude;
    }
}
