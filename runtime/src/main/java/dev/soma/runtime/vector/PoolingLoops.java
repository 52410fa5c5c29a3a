package dev.soma.runtime.vector;

/**
 * The inner loops of {@link CpuPooling}: one pixel, channels {@code from} (a multiple of 32 where spikes are read by vectors)
 * to {@code to} (exclusive), over all taps.
 */
interface PoolingLoops {

    /** The loops in that form. */
    static PoolingLoops of(Form form) {
        return form == Form.VECTOR ? new VectorPoolingLoops() : new ScalarPoolingLoops();
    }

    /** {@code y[at + c] = sum of x / divisor}. */
    void average(PoolingTaps taps, int from, int to, float divisor, float[] x, float[] y, int at);

    /** {@code y[at + c] = number of spikes / divisor}. */
    void averageSpikes(PoolingTaps taps, int from, int to, float divisor, int[] spikes, float[] y, int at);

    /** {@code y[at + c] = largest of x}. */
    void max(PoolingTaps taps, int from, int to, float[] x, float[] y, int at);

    /** Adds {@code gradY[at + c]} to {@code gradX} where {@code x} is the first largest. */
    void maxBackward(PoolingTaps taps, int from, int to, float[] x, float[] gradY, int at, float[] gradX);

    /**
     * Adds {@code gradY[at + c]} to {@code gradX} where the first spike is, or at the first tap if there is none.
     *
     * @param gradTaps the same taps in {@code gradX}
     */
    void maxBackwardSpikes(
            PoolingTaps taps,
            PoolingTaps gradTaps,
            int from,
            int to,
            int[] spikes,
            float[] gradY,
            int at,
            float[] gradX);
}
