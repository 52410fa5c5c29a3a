package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;

/**
 * How the weights of spikes are added to the sums of a band of output pixels, for a block of output channels and a chunk of input
 * channels at a time. A line of sums is {@code [margin + columns + margin, width]}; lines are in the order of the band's images, in
 * each of its rows.
 */
interface TapRows {

    /**
     * The way that suits a shape.
     *
     * @param packed scratch for the weights
     */
    static TapRows of(Form form, Conv2dShape shape, AlignedMemory packed) {
        return SlidingTaps.fits(shape)
                ? new SlidingTaps(SlidingSumLoops.of(form), shape, packed)
                : new SingleTaps(TapSumLoops.of(form), shape, packed);
    }

    /** Output channels of a block. */
    int width();

    /** Sums of pixels that do not exist, before a line's first and behind its last. */
    int margin();

    /** Arranges the weights as they will be read. */
    void pack(Workers workers, float[] weight);

    /** Makes ready for a band. */
    void begin(SpikeBand band);

    /** Adds what the taps meet of a chunk. */
    void add(SpikeBand band, int block, int chunk, LineScratch sums);

    /** As {@link #add}, for the last chunk, and puts the sums in the output; what is in their place then is undefined. */
    void finish(SpikeBand band, int block, int chunk, LineScratch sums, float[] y);
}
