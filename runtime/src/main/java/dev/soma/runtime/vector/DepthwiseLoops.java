package dev.soma.runtime.vector;

/** The inner loops of {@link DepthwiseConvolution}. */
interface DepthwiseLoops {

    /** The loops in that form. */
    static DepthwiseLoops of(Form form) {
        return form == Form.VECTOR ? new VectorDepthwiseLoops() : new ScalarDepthwiseLoops();
    }

    /** Adds to a pixel of all channels: {@code y[yAt + c] += sum over t of x[xAt + xTaps[t] + c] * w[wTaps[t] + c]}. */
    void addTaps(float[] x, int xAt, int[] xTaps, float[] w, int[] wTaps, int channels, float[] y, int yAt);

    /**
     * Adds to a tap's weights: {@code sum[sumAt + c] += sum over m of x[bases[m] + xTap + c] * g[targets[m] + c]}, m below
     * {@code pixels}.
     */
    void addPixels(
            float[] x,
            int[] bases,
            int xTap,
            float[] g,
            int[] targets,
            int pixels,
            int channels,
            float[] sum,
            int sumAt);
}
