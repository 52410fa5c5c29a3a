package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;

/**
 * How rows of taps add the weights of spikes to a line of sums, for a block of output channels and a chunk of input channels at a
 * time.
 */
interface TapRows {

    /** The way that suits a shape. */
    static TapRows of(Form form, Conv2dShape shape, double density) {
        return SlidingTaps.fits(shape)
                ? new SlidingTaps(SlidingSumLoops.of(form), shape)
                : new TapRuns(RowSumLoops.of(form), shape, density);
    }

    /** Output channels of a block. */
    int width();

    /** Sums of pixels that do not exist, before a line's first and behind its last. */
    int margin();

    /** Words of a chunk of input channels. */
    int chunkWords();

    /** What an entry of a list counts for a column. */
    int columnStep();

    /** What an entry of a list counts for an input channel. */
    int channelStep();

    /** Runs of a row of taps, each added on its own. */
    int runs();

    /** Arranges the weights as they will be read. */
    void pack(Workers workers, float[] weight, LineScratch packed);

    /**
     * Adds what a run of taps meets to a line of sums, {@code [margin + columns + margin, width]}.
     *
     * @param first number of the list of the line's first input pixel
     * @param at index of the line
     */
    void addLine(SpikeLists lists, int first, LineScratch packed, int block, int row, int run, float[] sums, int at);
}
