package dev.soma.kernels.normalization;

/**
 * The expressions of a normalisation, in the one form that all kernels and the {@code vector} device use. Folding is exact
 * only because the unfolded decision is computed by these very methods.
 */
public final class NormalizationMath {
    private NormalizationMath() {}

    /** {@code 1 / sqrt(var + eps)}. */
    public static float invStd(float var, float eps) {
        return 1f / (float) Math.sqrt(var + eps);
    }

    /** The factor of an evaluated normalisation: {@code gamma * (1 / sqrt(var + eps))}. */
    public static float scale(float gamma, float var, float eps) {
        return gamma * invStd(var, eps);
    }

    /** An evaluated normalisation: {@code fma(x - mean, scale, beta)}, with {@code scale} of {@link #scale}. */
    public static float evaluate(float x, float mean, float scale, float beta) {
        return Math.fma(x - mean, scale, beta);
    }
}
