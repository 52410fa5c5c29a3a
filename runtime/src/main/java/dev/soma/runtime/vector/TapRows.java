package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.lang.foreign.MemorySegment;

/**
 * How the weights of spikes are added to the sums of a band of output pixels, for a block of output channels and a chunk of input
 * channels at a time. A line of sums is {@code [margin + columns + margin, width]}; lines are in the order of the band's images, in
 * each of its rows.
 */
abstract class TapRows {
    /** The convolution. */
    final Conv2dShape shape;

    /** Output channels of a block. */
    final int width;

    /** Sums of pixels that do not exist, before a line's first and behind its last. */
    final int margin;

    /** Floats of a line of sums. */
    final int linePitch;

    /** The weights, once they are arranged. */
    MemorySegment packed = MemorySegment.NULL;

    TapRows(Conv2dShape shape, int width, int margin) {
        this.shape = shape;
        this.width = width;
        this.margin = margin;
        linePitch = (shape.outWidth() + 2 * margin) * width;
    }

    /** The way that suits a shape. */
    static TapRows of(Form form, Conv2dShape shape) {
        return SlidingTaps.fits(shape)
                ? new SlidingTaps(SlidingSumLoops.of(form), shape)
                : new SingleTaps(TapSumLoops.of(form), shape);
    }

    /** The number of blocks. */
    final int blocks() {
        return Math.ceilDiv(shape.outChannels(), width);
    }

    /** The channels of a block. */
    final int channels(int block) {
        return Math.min(width, shape.outChannels() - block * width);
    }

    /**
     * Arranges the weights as they will be read.
     *
     * @param bands how many bands a worker will read them for
     * @param memory scratch, for as long as this is used
     */
    abstract void pack(Workers workers, float[] weight, int bands, AlignedMemory memory);

    /** Makes ready for a band. */
    abstract void begin(SpikeBand band);

    /** Adds what the taps meet of a chunk. */
    abstract void add(SpikeBand band, int block, int chunk, LineScratch sums);

    /** As {@link #add}, for the last chunk, and puts the sums in the output; what is in their place then is undefined. */
    abstract void finish(SpikeBand band, int block, int chunk, LineScratch sums, float[] y);

    /** Puts the sums of all lines in the output. */
    final void store(SpikeBand band, int block, LineScratch sums, float[] y) {
        for (int image = 0; image < band.images(); image++) {
            for (int p = 0; p < band.rows(); p++) {
                storeLine(band, image, p, block, sums, y);
            }
        }
    }

    /** Puts the sums of a line in the output. */
    final void storeLine(SpikeBand band, int image, int p, int block, LineScratch sums, float[] y) {
        int at = sums.start + (image * band.rows() + p) * linePitch + margin * width;
        int to = band.outputAt(image, p) + block * width;
        for (int q = 0; q < shape.outWidth(); q++) {
            System.arraycopy(sums.array, at, y, to, channels(block));
            at += width;
            to += shape.outChannels();
        }
    }
}
