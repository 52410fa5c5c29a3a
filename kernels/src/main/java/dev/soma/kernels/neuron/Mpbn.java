package dev.soma.kernels.neuron;

/** The expressions that the forward and the backward of MPBN in training share. */
final class Mpbn {
    private Mpbn() {}

    /** The standardised potential: {@code (h - mean) * invStd}. */
    static float xHat(float h, float mean, float invStd) {
        return (h - mean) * invStd;
    }

    /** The normalised potential: {@code fma(xHat, gamma, beta)}. */
    static float y(float xHat, float gamma, float beta) {
        return Math.fma(xHat, gamma, beta);
    }

    /** The sum of a column of {@link LifMpbnKernels#ROW_LANES} rows, from the first on. */
    static float columnSum(float[] sums, int top) {
        float sum = sums[top];
        for (int row = 1; row < LifMpbnKernels.ROW_LANES; row++) {
            sum += sums[top + row * LifMpbnKernels.LANES];
        }
        return sum;
    }
}
