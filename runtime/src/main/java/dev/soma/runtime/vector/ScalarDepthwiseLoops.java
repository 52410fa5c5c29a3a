package dev.soma.runtime.vector;

/** {@link DepthwiseLoops} in plain Java. */
final class ScalarDepthwiseLoops implements DepthwiseLoops {

    @Override
    public void addTaps(
            float[] x,
            int[] bases,
            int m,
            int[] xTaps,
            float[] w,
            int[] wTaps,
            float[] start,
            int channels,
            float[] y,
            int[] targets) {
        addTaps(x, bases, m, xTaps, w, wTaps, start, 0, channels, y, targets);
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

    static void addTaps(
            float[] x,
            int[] bases,
            int m,
            int[] xTaps,
            float[] w,
            int[] wTaps,
            float[] start,
            int from,
            int to,
            float[] y,
            int[] targets) {
        for (int i = m; i < m + Band.TILE; i++) {
            int target = targets[i];
            System.arraycopy(start, from, y, target + from, to - from);
            for (int t = 0; t < xTaps.length; t++) {
                int source = bases[i] + xTaps[t];
                for (int c = from; c < to; c++) {
                    y[target + c] += x[source + c] * w[wTaps[t] + c];
                }
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
