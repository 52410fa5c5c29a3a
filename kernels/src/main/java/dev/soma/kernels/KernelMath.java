package dev.soma.kernels;

/** Functions that kernels call. */
public final class KernelMath {
    private KernelMath() {}

    /** {@code e^x}. */
    public static float exp(float x) {
        return (float) Math.exp(x);
    }

    /** The natural logarithm. */
    public static float log(float x) {
        return (float) Math.log(x);
    }

    /** The hyperbolic tangent. */
    public static float tanh(float x) {
        return (float) Math.tanh(x);
    }

    /** {@code 1 / (1 + e^-x)}. */
    public static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    /** The arc tangent. */
    public static float atan(float x) {
        return (float) Math.atan(x);
    }
}
