package dev.soma.runtime.vector;

/** {@link DepthwiseLoops} in plain Java. */
final class ScalarDepthwiseLoops implements DepthwiseLoops {

    @Override
    public void addTaps(float[] x, int xAt, int[] xTaps, float[] w, int[] wTaps, int channels, float[] y, int yAt) {
        addTaps(x, xAt, xTaps, w, wTaps, 0, channels, y, yAt);
    }

    @Override
    public void addPixels(
            float[] x,
            int[] bases,
            int xTap,
            float[] g,
            int[] targets,
            int pixels,
            int channels,
            float[] sum,
            int sumAt) {
        addPixels(x, bases, xTap, g, targets, pixels, 0, channels, sum, sumAt);
    }

    static void addTaps(float[] x, int xAt, int[] xTaps, float[] w, int[] wTaps, int from, int to, float[] y, int yAt) {
        for (int t = 0; t < xTaps.length; t++) {
            for (int c = from; c < to; c++) {
                y[yAt + c] += x[xAt + xTaps[t] + c] * w[wTaps[t] + c];
            }
        }
    }

    static void addPixels(
            float[] x,
            int[] bases,
            int xTap,
            float[] g,
            int[] targets,
            int pixels,
            int from,
            int to,
            float[] sum,
            int sumAt) {
        for (int m = 0; m < pixels; m++) {
            for (int c = from; c < to; c++) {
                sum[sumAt + c] += x[bases[m] + xTap + c] * g[targets[m] + c];
            }
        }
    }
}
