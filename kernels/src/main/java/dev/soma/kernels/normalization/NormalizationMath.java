package dev.soma.kernels.normalization;

/**
 * The expressions of a normalisation, in the one form that all kernels and the {@code vector} device use. Folding is exact
 * only because the unfolded decision is computed by these very methods. The order of operations is that of the code, each
 * rounded to float.
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

    /** A normalisation in training: {@code (x - mean) * invStd * gamma + beta}, from left to right. */
    public static float normalize(float x, float mean, float invStd, float gamma, float beta) {
        return (x - mean) * invStd * gamma + beta;
    }

    /** A running statistic after a batch: {@code (1 - momentum) * running + momentum * batch}. */
    public static float running(float running, float batch, float momentum) {
        return (1f - momentum) * running + momentum * batch;
    }

    /**
     * A value near the mean of a feature's {@code rows}, from which deviations are measured so that a large mean does not
     * swallow the variance: the median of the first, the middle and the last, which one outlier cannot move far.
     *
     * @param x values; row {@code r} of the feature is {@code x[first + r * stride]}
     */
    public static float shift(float[] x, int first, int rows, int stride) {
        float a = x[first];
        float b = x[first + rows / 2 * stride];
        float c = x[first + (rows - 1) * stride];
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    /**
     * The biased variance from sums of deviations {@code d} from a shift: {@code max(sum(d^2) / n - (sum(d) / n)^2, 0)}.
     *
     * @param offset {@code sum(d) / n}
     * @param squares {@code sum(d^2)}
     */
    public static float variance(float offset, float squares, int rows) {
        return Math.max(Math.fma(-offset, offset, squares / rows), 0f);
    }

    /**
     * The sign of a threshold that folds an evaluated normalisation: -1 where {@code evaluate} falls with {@code h}. Where
     * {@code scale} is 0 it is flat but for a mean so low that {@code h - mean} overflows at the upper end, where
     * {@code evaluate} is NaN.
     */
    public static float foldedSign(float mean, float scale) {
        boolean falls = scale < 0f || (scale == 0f && Float.MAX_VALUE - mean > Float.MAX_VALUE);
        return falls ? -1f : 1f;
    }

    /**
     * The threshold that folds an evaluated normalisation: the float for which {@code sign * h > threshold} exactly where
     * {@code evaluate(h, mean, scale, beta) > vTh}.
     *
     * <p>In floats {@code evaluate} is a monotone function of {@code h} (the difference and the fused multiply-add round
     * monotonically), so bisection over the floats finds where it crosses {@code vTh}: at most 32 evaluations.
     *
     * @param sign {@link #foldedSign}
     * @return {@code -inf} if every finite {@code h} fires; {@code +inf} if none and no infinite one
     */
    public static float foldedThreshold(float mean, float scale, float beta, float vTh, float sign) {
        int silent = order(Float.NEGATIVE_INFINITY);
        int firing = order(Float.POSITIVE_INFINITY);
        while (silent + 1 < firing) {
            int middle = (silent & firing) + ((silent ^ firing) >> 1);
            if (evaluate(sign * ordered(middle), mean, scale, beta) > vTh) {
                firing = middle;
            } else {
                silent = middle;
            }
        }
        boolean never = ordered(firing) == Float.POSITIVE_INFINITY
                && !(evaluate(sign * Float.POSITIVE_INFINITY, mean, scale, beta) > vTh);
        return never ? Float.POSITIVE_INFINITY : ordered(silent);
    }

    /** A float's place among all floats, {@code -inf} lowest; -0 is just below 0. */
    private static int order(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? bits ^ 0x7FFFFFFF : bits;
    }

    /** The float at a place, the inverse of {@link #order}. */
    private static float ordered(int order) {
        return Float.intBitsToFloat(order < 0 ? order ^ 0x7FFFFFFF : order);
    }
}
