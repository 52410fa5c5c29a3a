package dev.soma.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link NormalizationLoops} with the Vector API; columns that do not fill a vector take the plain form. */
final class VectorNormalizationLoops implements NormalizationLoops {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    private final NormalizationLoops rest = new ScalarNormalizationLoops();

    @Override
    public void addMoments(NormTile tile, float[] x, float[] shift, float[] sums) {
        int columns = SPECIES.loopBound(tile.columns());
        int stride = tile.stride();
        int row = tile.from();
        int left = tile.rows();
        for (; left >= 4; left -= 4, row += 4 * stride) {
            addMomentsOf4(tile, columns, row, x, shift, sums);
        }
        for (; left > 0; left--, row += stride) {
            addMomentsOf1(tile, columns, row, x, shift, sums);
        }
        if (columns < tile.columns()) {
            rest.addMoments(tile.after(columns), x, shift, sums);
        }
    }

    /** Four rows at a time: the sums are loaded and stored a quarter as often, and the chain of additions is shorter. */
    private static void addMomentsOf4(NormTile tile, int columns, int row, float[] x, float[] shift, float[] sums) {
        int row1 = row + tile.stride();
        int row2 = row1 + tile.stride();
        int row3 = row2 + tile.stride();
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < columns; i += LANES) {
            FloatVector s = load(shift, at + i);
            FloatVector d0 = load(x, row + i).sub(s);
            FloatVector d1 = load(x, row1 + i).sub(s);
            FloatVector d2 = load(x, row2 + i).sub(s);
            FloatVector d3 = load(x, row3 + i).sub(s);
            FloatVector sum = d0.add(d1).add(d2.add(d3));
            FloatVector square = d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2)));
            load(sums, first + i).add(sum).intoArray(sums, first + i);
            load(sums, second + i).add(square).intoArray(sums, second + i);
        }
    }

    private static void addMomentsOf1(NormTile tile, int columns, int row, float[] x, float[] shift, float[] sums) {
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < columns; i += LANES) {
            FloatVector d = load(x, row + i).sub(load(shift, at + i));
            load(sums, first + i).add(d).intoArray(sums, first + i);
            d.fma(d, load(sums, second + i)).intoArray(sums, second + i);
        }
    }

    @Override
    public void addProducts(NormTile tile, float[] gradY, float[] x, float[] mean, float[] sums) {
        int columns = SPECIES.loopBound(tile.columns());
        int stride = tile.stride();
        int row = tile.from();
        int left = tile.rows();
        for (; left >= 4; left -= 4, row += 4 * stride) {
            addProductsOf4(tile, columns, row, gradY, x, mean, sums);
        }
        for (; left > 0; left--, row += stride) {
            addProductsOf1(tile, columns, row, gradY, x, mean, sums);
        }
        if (columns < tile.columns()) {
            rest.addProducts(tile.after(columns), gradY, x, mean, sums);
        }
    }

    private static void addProductsOf4(
            NormTile tile, int columns, int row, float[] gradY, float[] x, float[] mean, float[] sums) {
        int row1 = row + tile.stride();
        int row2 = row1 + tile.stride();
        int row3 = row2 + tile.stride();
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < columns; i += LANES) {
            FloatVector m = load(mean, at + i);
            FloatVector g0 = load(gradY, row + i);
            FloatVector g1 = load(gradY, row1 + i);
            FloatVector g2 = load(gradY, row2 + i);
            FloatVector g3 = load(gradY, row3 + i);
            FloatVector p01 =
                    g1.fma(load(x, row1 + i).sub(m), load(x, row + i).sub(m).mul(g0));
            FloatVector p23 =
                    g3.fma(load(x, row3 + i).sub(m), load(x, row2 + i).sub(m).mul(g2));
            FloatVector sum = g0.add(g1).add(g2.add(g3));
            load(sums, first + i).add(sum).intoArray(sums, first + i);
            load(sums, second + i).add(p01.add(p23)).intoArray(sums, second + i);
        }
    }

    private static void addProductsOf1(
            NormTile tile, int columns, int row, float[] gradY, float[] x, float[] mean, float[] sums) {
        int at = tile.at();
        int first = tile.sums();
        int second = tile.moreSums();
        for (int i = 0; i < columns; i += LANES) {
            FloatVector g = load(gradY, row + i);
            FloatVector d = load(x, row + i).sub(load(mean, at + i));
            load(sums, first + i).add(g).intoArray(sums, first + i);
            g.fma(d, load(sums, second + i)).intoArray(sums, second + i);
        }
    }

    @Override
    public void evaluate(NormTile tile, float[] x, float[] mean, float[] scale, float[] beta, float[] y) {
        int columns = SPECIES.loopBound(tile.columns());
        int row = tile.from();
        for (int left = tile.rows(); left > 0; left--, row += tile.stride()) {
            evaluateRow(tile.at(), columns, row, x, mean, scale, beta, y);
        }
        if (columns < tile.columns()) {
            rest.evaluate(tile.after(columns), x, mean, scale, beta, y);
        }
    }

    private static void evaluateRow(
            int at, int columns, int row, float[] x, float[] mean, float[] scale, float[] beta, float[] y) {
        for (int i = 0; i < columns; i += LANES) {
            load(x, row + i)
                    .sub(load(mean, at + i))
                    .fma(load(scale, at + i), load(beta, at + i))
                    .intoArray(y, row + i);
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
        int columns = SPECIES.loopBound(tile.columns());
        int row = tile.from();
        for (int left = tile.rows(); left > 0; left--, row += tile.stride()) {
            gradientRow(tile.at(), columns, row, gradY, x, mean, average, slope, scale, gradX);
        }
        if (columns < tile.columns()) {
            rest.gradient(tile.after(columns), gradY, x, mean, average, slope, scale, gradX);
        }
    }

    private static void gradientRow(
            int at,
            int columns,
            int row,
            float[] gradY,
            float[] x,
            float[] mean,
            float[] average,
            float[] slope,
            float[] scale,
            float[] gradX) {
        for (int i = 0; i < columns; i += LANES) {
            FloatVector reversed = load(mean, at + i).sub(load(x, row + i));
            FloatVector centred = load(gradY, row + i).sub(load(average, at + i));
            reversed.fma(load(slope, at + i), centred).mul(load(scale, at + i)).intoArray(gradX, row + i);
        }
    }

    @Override
    public void scale(NormTile tile, float[] x, float[] scale, float[] y) {
        int columns = SPECIES.loopBound(tile.columns());
        int row = tile.from();
        for (int left = tile.rows(); left > 0; left--, row += tile.stride()) {
            scaleRow(tile.at(), columns, row, x, scale, y);
        }
        if (columns < tile.columns()) {
            rest.scale(tile.after(columns), x, scale, y);
        }
    }

    private static void scaleRow(int at, int columns, int row, float[] x, float[] scale, float[] y) {
        for (int i = 0; i < columns; i += LANES) {
            load(x, row + i).mul(load(scale, at + i)).intoArray(y, row + i);
        }
    }

    private static FloatVector load(float[] array, int index) {
        return FloatVector.fromArray(SPECIES, array, index);
    }
}
