package dev.soma.runtime.vector;

/**
 * The inner loops of {@link CpuNormalization}: each over all rows of a tile. Arrays beside {@code x}, {@code y} and their
 * gradients have a value per step and column.
 */
interface NormalizationLoops {

    /** The loops in that form. */
    static NormalizationLoops of(Form form) {
        return form == Form.VECTOR ? new VectorNormalizationLoops() : new ScalarNormalizationLoops();
    }

    /** Adds to the tile's sums, with {@code d = x - shift}: {@code d} and {@code d^2}. */
    void addMoments(NormTile tile, float[] x, float[] shift, float[] sums);

    /** Adds to the tile's sums {@code gradY} and {@code gradY * (x - mean)}. */
    void addProducts(NormTile tile, float[] gradY, float[] x, float[] mean, float[] sums);

    /** {@code y = fma(x - mean, scale, beta)}, exactly as {@code NormalizationMath.evaluate}. */
    void evaluate(NormTile tile, float[] x, float[] mean, float[] scale, float[] beta, float[] y);

    /** {@code gradX = scale * (gradY - average - (x - mean) * slope)}. */
    void gradient(
            NormTile tile,
            float[] gradY,
            float[] x,
            float[] mean,
            float[] average,
            float[] slope,
            float[] scale,
            float[] gradX);

    /** {@code y = x * scale}. */
    void scale(NormTile tile, float[] x, float[] scale, float[] y);
}
