package dev.soma.runtime;

/**
 * The sizes of a batch normalisation: {@code x [steps, rows, features]}, one statistic per step and feature, over the rows.
 *
 * <p>Of activations {@code [T, N, H, W, C]}: batch normalisation after a convolution is one step of all time steps, channel-wise
 * {@code (1, T*N*H*W, C)} or element-wise {@code (1, T*N, H*W*C)}; membrane potential batch normalisation has a statistic
 * for each time step, channel-wise {@code (T, N*H*W, C)} or element-wise {@code (T, N, H*W*C)}.
 *
 * @param steps independent sets of statistics that share gamma, beta and the running statistics
 * @param rows values per statistic
 * @param features statistics per step
 */
public record NormShape(int steps, int rows, int features) {

    /** Checks the sizes. */
    public NormShape {
        Check.positive("steps", steps);
        Check.positive("rows", rows);
        Check.positive("features", features);
        Check.size("x", steps, rows, features);
    }

    /** Elements of {@code x}. */
    public int size() {
        return steps * rows * features;
    }

    /** Fails if there is but one value per statistic, whose variance is undefined. */
    void requireBatch() {
        if (rows < 2) {
            throw new IllegalArgumentException(
                    "rows is 1: training statistics need more than one value per feature; enlarge the batch or evaluate");
        }
    }
}
