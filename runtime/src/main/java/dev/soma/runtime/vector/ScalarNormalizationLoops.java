package dev.soma.runtime.vector;

import dev.soma.kernels.normalization.NormalizationMath;

/** {@link NormalizationLoops} in plain Java. */
final class ScalarNormalizationLoops implements NormalizationLoops {

    @Override
    public void addMoments(NormTile tile, float[] x, float[] shift, float[] sums) {
        int stride = tile.stride();
        int row = tile.from();
        int left = tile.rows();
        for (; left >= 4; left -= 4, row += 4 * stride) {
            addMomentsOf4(tile, row, x, shift, sums);
        }
        for (; left > 0; left--, row += stride) {
            addMomentsOf1(tile, row, x, shift, sums);
        }
    }

    /** Four rows at a time: the sums are loaded and stored a quarter as often, and the chain of additions is shorter. */
    private static void addMomentsOf4(NormTile tile, int row, float[] x, float[] shift, float[] sums) {
        int row1 = row + tile.stride();
        int row2 = row1 + tile.stride();
        int row3 = row2 + tile.stride();
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < tile.columns(); i++) {
            float s = shift[at + i];
            float d0 = x[row + i] - s;
            float d1 = x[row1 + i] - s;
            float d2 = x[row2 + i] - s;
            float d3 = x[row3 + i] - s;
            sums[first + i] += (d0 + d1) + (d2 + d3);
            sums[second + i] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }
    }

    private static void addMomentsOf1(NormTile tile, int row, float[] x, float[] shift, float[] sums) {
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < tile.columns(); i++) {
            float d = x[row + i] - shift[at + i];
            sums[first + i] += d;
            sums[second + i] += d * d;
        }
    }

    @Override
    public void addProducts(NormTile tile, float[] gradY, float[] x, float[] mean, float[] sums) {
        int stride = tile.stride();
        int row = tile.from();
        int left = tile.rows();
        for (; left >= 4; left -= 4, row += 4 * stride) {
            addProductsOf4(tile, row, gradY, x, mean, sums);
        }
        for (; left > 0; left--, row += stride) {
            addProductsOf1(tile, row, gradY, x, mean, sums);
        }
    }

    private static void addProductsOf4(NormTile tile, int row, float[] gradY, float[] x, float[] mean, float[] sums) {
        int row1 = row + tile.stride();
        int row2 = row1 + tile.stride();
        int row3 = row2 + tile.stride();
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < tile.columns(); i++) {
            float m = mean[at + i];
            float g0 = gradY[row + i];
            float g1 = gradY[row1 + i];
            float g2 = gradY[row2 + i];
            float g3 = gradY[row3 + i];
            sums[first + i] += (g0 + g1) + (g2 + g3);
            sums[second + i] += (g0 * (x[row + i] - m) + g1 * (x[row1 + i] - m))
                    + (g2 * (x[row2 + i] - m) + g3 * (x[row3 + i] - m));
        }
    }

    private static void addProductsOf1(NormTile tile, int row, float[] gradY, float[] x, float[] mean, float[] sums) {
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < tile.columns(); i++) {
            float g = gradY[row + i];
            sums[first + i] += g;
            sums[second + i] += g * (x[row + i] - mean[at + i]);
        }
    }

    @Override
    public void evaluate(NormTile tile, float[] x, float[] mean, float[] scale, float[] beta, float[] y) {
        int at = tile.at();
        int columns = tile.columns();
        int row = tile.from();
        for (int left = tile.rows(); left > 0; left--, row += tile.stride()) {
            for (int i = 0; i < columns; i++) {
                y[row + i] = NormalizationMath.evaluate(x[row + i], mean[at + i], scale[at + i], beta[at + i]);
            }
        }
    }

    @Override
    public void gradient(
            NormTile tile,
            float[] gradY,
            float[] x,
            float[] mean,
            float[] average,
            float[] slope,
            float[] scale,
            float[] gradX) {
        int at = tile.at();
        int columns = tile.columns();
        int row = tile.from();
        for (int left = tile.rows(); left > 0; left--, row += tile.stride()) {
            for (int i = 0; i < columns; i++) {
                float tilt = (x[row + i] - mean[at + i]) * slope[at + i];
                gradX[row + i] = scale[at + i] * (gradY[row + i] - average[at + i] - tilt);
            }
        }
    }

    @Override
    public void scale(NormTile tile, float[] x, float[] scale, float[] y) {
        int at = tile.at();
        int columns = tile.columns();
        int row = tile.from();
        for (int left = tile.rows(); left > 0; left--, row += tile.stride()) {
            for (int i = 0; i < columns; i++) {
                y[row + i] = x[row + i] * scale[at + i];
            }
        }
    }
}
