package dev.soma.kernels.neuron;

import dev.soma.kernels.KernelMath;

/** What stands for the derivative of a spike with respect to the potential {@code y} that it compares with {@code vTh}. */
public final class Surrogates {
    /** Derivative of a tanh, cut off at 0 and 2 vTh. */
    public static final int TANH = 0;

    /** Derivative of a ramp. */
    public static final int RECTANGLE = 1;

    /** Derivative of two parabolas. */
    public static final int TRIANGLE = 2;

    /** Derivative of an arc tangent. */
    public static final int ATAN = 3;

    /** Derivative of a logistic function. */
    public static final int SIGMOID = 4;

    private static final float HALF_PI = (float) (Math.PI / 2);

    private Surrogates() {}

    /**
     * The derivative; NaN gives 0 or NaN.
     *
     * @param kind one of the constants
     * @param alpha sharpness, positive
     * @param vTh threshold, positive
     */
    public static float derivative(int kind, float alpha, float vTh, float y) {
        float above = y - vTh;
        return kind == TANH
                ? tanh(alpha, 2f * vTh, y)
                : kind == RECTANGLE
                        ? rectangle(alpha, above)
                        : kind == TRIANGLE
                                ? triangle(alpha, above)
                                : kind == ATAN ? atan(alpha, above) : sigmoid(alpha, above);
    }

    private static float tanh(float alpha, float width, float y) {
        float z = y / width;
        float result = 0f;
        if (z >= 0f && z <= 1f) {
            float t = KernelMath.tanh(alpha * (z - 0.5f));
            result = alpha * ((1f - t) * (1f + t)) / (2f * KernelMath.tanh(0.5f * alpha) * width);
        }
        return result;
    }

    private static float rectangle(float alpha, float above) {
        return Math.abs(above) < 1f / (2f * alpha) ? alpha : 0f;
    }

    private static float triangle(float alpha, float above) {
        float height = alpha - alpha * alpha * Math.abs(above);
        return height > 0f ? height : 0f;
    }

    private static float atan(float alpha, float above) {
        float z = HALF_PI * alpha * above;
        return alpha / (2f * (1f + z * z));
    }

    /** The function is even, and on the side taken here neither factor loses digits. */
    private static float sigmoid(float alpha, float above) {
        float s = KernelMath.sigmoid(-Math.abs(alpha * above));
        return alpha * s * (1f - s);
    }
}
