package dev.soma.runtime;

/** Packing, unpacking, flattening and counting of spikes; the layout is that of {@link Spikes}. */
public abstract class SpikeOps {
    private final Device device;

    /** For devices. */
    protected SpikeOps(Device device) {
        this.device = device;
    }

    /**
     * Packs values to bits: a spike where the value is not 0 (NaN counts as a spike).
     *
     * @param x {@code [rows, channels]}
     * @param spikes out, {@code [rows, ceil(channels / 32)]}
     */
    public final void pack(int rows, int channels, Buffer x, Buffer spikes) {
        Check.floats(device, "x", x, size(rows, channels));
        Check.ints(device, "spikes", spikes, rows * Spikes.words(channels));
        doPack(rows, channels, x, spikes);
    }

    /**
     * Unpacks bits to 0 and 1.
     *
     * @param spikes {@code [rows, ceil(channels / 32)]}
     * @param x out, {@code [rows, channels]}
     */
    public final void unpack(int rows, int channels, Buffer spikes, Buffer x) {
        Check.floats(device, "x", x, size(rows, channels));
        Check.ints(device, "spikes", spikes, rows * Spikes.words(channels));
        doUnpack(rows, channels, spikes, x);
    }

    /**
     * Joins the pixels of each row to one vector: removes the unused bits between pixels.
     *
     * @param spikes {@code [rows, pixels, ceil(channels / 32)]}
     * @param flat out, {@code [rows, ceil(pixels * channels / 32)]}
     */
    public final void flatten(int rows, int pixels, int channels, Buffer spikes, Buffer flat) {
        Check.positive("rows", rows);
        Check.positive("pixels", pixels);
        Check.positive("channels", channels);
        Check.ints(device, "spikes", spikes, Check.size("spikes", rows, pixels, Spikes.words(channels)));
        Check.ints(device, "flat", flat, rows * Spikes.words(Check.size("row", pixels, channels)));
        Check.distinct("flat", flat, "spikes", spikes);
        doFlatten(rows, pixels, channels, spikes, flat);
    }

    /**
     * Counts the spikes of each segment.
     *
     * @param spikes {@code [segments, words]}
     * @param counts out, {@code [segments]}
     */
    public final void count(int segments, int words, Buffer spikes, Buffer counts) {
        Check.positive("segments", segments);
        Check.positive("words", words);
        Check.ints(device, "spikes", spikes, Check.size("spikes", segments, words));
        Check.ints(device, "counts", counts, segments);
        doCount(segments, words, spikes, counts);
    }

    private static int size(int rows, int channels) {
        return Check.size("x", Check.positive("rows", rows), Check.positive("channels", channels));
    }

    /** {@link #pack}, arguments checked. */
    protected abstract void doPack(int rows, int channels, Buffer x, Buffer spikes);

    /** {@link #unpack}, arguments checked. */
    protected abstract void doUnpack(int rows, int channels, Buffer spikes, Buffer x);

    /** {@link #flatten}, arguments checked. */
    protected abstract void doFlatten(int rows, int pixels, int channels, Buffer spikes, Buffer flat);

    /** {@link #count}, arguments checked. */
    protected abstract void doCount(int segments, int words, Buffer spikes, Buffer counts);
}
