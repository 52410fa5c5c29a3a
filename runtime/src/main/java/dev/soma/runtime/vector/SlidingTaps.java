package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/**
 * Rows of three neighbouring taps without stride: each input pixel's spikes are added to the three sums that they belong to, as one
 * row of weights, while these sums slide along the line in registers. So an offset is loaded once for three rows, and what a
 * pixel's list costs besides its entries is paid once for three.
 */
final class SlidingTaps implements TapRows {
    private static final int TAPS = 3;

    /** The least width of an image: in a narrower one too much is added to pixels that do not exist. */
    private static final int LEAST_WIDTH = 6;

    /** Most words of a chunk: its rows of weights, for a row of taps and a block, stay in the level-1 cache. */
    private static final int MOST_WORDS = SlidingSumLoops.MOST_ENTRIES / Integer.SIZE;

    private final SlidingSumLoops loops;
    private final Conv2dShape shape;
    private final int width;

    SlidingTaps(SlidingSumLoops loops, Conv2dShape shape) {
        this.loops = loops;
        this.shape = shape;
        width = loops.width(shape.outChannels());
    }

    /** Whether a convolution is of that kind. */
    static boolean fits(Conv2dShape shape) {
        return shape.kernelWidth() == TAPS
                && shape.stride() == 1
                && shape.dilation() == 1
                && shape.padding() < TAPS
                && shape.width() >= LEAST_WIDTH;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int margin() {
        return TAPS - 1 - shape.padding();
    }

    @Override
    public int chunkWords() {
        int words = Spikes.words(shape.inChannels());
        return Math.ceilDiv(words, Math.ceilDiv(words, MOST_WORDS));
    }

    @Override
    public int columnStep() {
        return 0;
    }

    @Override
    public int channelStep() {
        return TAPS * width;
    }

    @Override
    public int runs() {
        return 1;
    }

    /** {@code [blocks, row taps, channels, column taps, width]}, columns in descending order, as a pixel meets its sums. */
    @Override
    public void pack(Workers workers, float[] weight, LineScratch packed) {
        int blocks = Math.ceilDiv(shape.outChannels(), width);
        packed.reserve(blocks * blockSize());
        workers.ranges(blocks * shape.kernelHeight(), 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                pack(part / shape.kernelHeight(), part % shape.kernelHeight(), weight, packed);
            }
        });
    }

    private void pack(int block, int row, float[] weight, LineScratch packed) {
        int columns = Math.min(width, shape.outChannels() - block * width);
        int at = rowAt(packed, block, row);
        for (int channel = 0; channel < shape.inChannels(); channel++) {
            for (int tap = TAPS - 1; tap >= 0; tap--) {
                int source = ((row * TAPS + tap) * shape.inChannels() + channel) * shape.outChannels() + block * width;
                System.arraycopy(weight, source, packed.array, at, columns);
                Arrays.fill(packed.array, at + columns, at + width, 0f);
                at += width;
            }
        }
    }

    @Override
    public void addLine(
            SpikeLists lists, int first, LineScratch packed, int block, int row, int run, float[] sums, int at) {
        loops.addLine(
                lists.entries,
                lists.starts,
                first,
                shape.width(),
                packed.array,
                rowAt(packed, block, row),
                width,
                sums,
                at);
    }

    private int rowAt(LineScratch packed, int block, int row) {
        return packed.start + block * blockSize() + row * shape.inChannels() * TAPS * width;
    }

    private int blockSize() {
        return shape.kernelHeight() * shape.inChannels() * TAPS * width;
    }
}
