package dev.soma.runtime;

/** Encoders: from values to sequences. */
public abstract class EncoderOps {
    private final Device device;

    /** For devices. */
    protected EncoderOps(Device device) {
        this.device = device;
    }

    /**
     * Direct encoding: the same values at every step.
     *
     * @param x {@code [size]}
     * @param xSeq out, {@code [steps, size]}
     */
    public final void repeat(int steps, int size, Buffer x, Buffer xSeq) {
        check(steps, size, x, xSeq, "x", "xSeq");
        doRepeat(steps, size, x, xSeq);
    }

    /**
     * Backward of {@link #repeat}: the sum over the steps, in their order.
     *
     * @param gradXSeq {@code [steps, size]}
     * @param gradX out, {@code [size]}
     */
    public final void repeatBackward(int steps, int size, Buffer gradXSeq, Buffer gradX) {
        check(steps, size, gradX, gradXSeq, "gradX", "gradXSeq");
        doRepeatBackward(steps, size, gradXSeq, gradX);
    }

    /**
     * Poisson (rate) encoding: a spike with probability {@code x}, independently at each step; at most 0 never spikes, at
     * least 1 always. The random number of element {@code i} of step {@code t} depends on {@code seed}, {@code t} and
     * {@code i} only, and is the same on every device: Threefry-2x32, Salmon et al. 2011.
     *
     * @param x {@code [rows, channels]}
     * @param spikeSeq out, {@code [steps, rows, ceil(channels / 32)]}
     */
    public final void poisson(int steps, int rows, int channels, long seed, Buffer x, Buffer spikeSeq) {
        checkSpikes(steps, rows, channels, x, spikeSeq);
        doPoisson(steps, rows, channels, seed, x, spikeSeq);
    }

    /**
     * Latency encoding: one spike, the earlier the larger the value, at step {@code (int) ((1 - min(x, 1)) * (steps - 1) +
     * 0.5)}; values at most 0, and NaN, never spike.
     *
     * @param x {@code [rows, channels]}
     * @param spikeSeq out, {@code [steps, rows, ceil(channels / 32)]}
     */
    public final void latency(int steps, int rows, int channels, Buffer x, Buffer spikeSeq) {
        checkSpikes(steps, rows, channels, x, spikeSeq);
        doLatency(steps, rows, channels, x, spikeSeq);
    }

    private void check(int steps, int size, Buffer one, Buffer sequence, String oneName, String sequenceName) {
        Check.positive("steps", steps);
        Check.positive("size", size);
        Check.floats(device, oneName, one, size);
        Check.floats(device, sequenceName, sequence, Check.size(sequenceName, steps, size));
    }

    private void checkSpikes(int steps, int rows, int channels, Buffer x, Buffer spikeSeq) {
        Check.positive("steps", steps);
        Check.positive("rows", rows);
        Check.positive("channels", channels);
        Check.floats(device, "x", x, Check.size("x", rows, channels));
        Check.ints(device, "spikeSeq", spikeSeq, Check.size("spikeSeq", steps, rows, Spikes.words(channels)));
    }

    /** {@link #repeat}, arguments checked. */
    protected abstract void doRepeat(int steps, int size, Buffer x, Buffer xSeq);

    /** {@link #repeatBackward}, arguments checked. */
    protected abstract void doRepeatBackward(int steps, int size, Buffer gradXSeq, Buffer gradX);

    /** {@link #poisson}, arguments checked. */
    protected abstract void doPoisson(int steps, int rows, int channels, long seed, Buffer x, Buffer spikeSeq);

    /** {@link #latency}, arguments checked. */
    protected abstract void doLatency(int steps, int rows, int channels, Buffer x, Buffer spikeSeq);
}
