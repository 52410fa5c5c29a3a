package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Rows of three neighbouring taps without stride: each input pixel's spikes are added to the three sums that they belong to, as one
 * row of weights, while these sums slide along the line in registers. So a spike is found once for three rows, and what a
 * pixel costs besides its spikes is paid once for three.
 */
final class SlidingTaps extends TapRows {
    private static final int TAPS = 3;

    /** The least width of an image: in a narrower one too much is added to pixels that do not exist. */
    private static final int LEAST_WIDTH = 6;

    /**
     * The most output channels in images that are narrower than {@link #WIDE}: with more, one tap at a time has enough to add at each
     * spike. Measured with 256 and 512 bits.
     */
    private static final int MOST_CHANNELS = 128;

    private static final int WIDE = 16;

    private final SlidingSumLoops loops;

    SlidingTaps(SlidingSumLoops loops, Conv2dShape shape) {
        super(shape, loops.width(shape.outChannels()), TAPS - 1 - shape.padding());
        this.loops = loops;
    }

    /** Whether a convolution is of that kind. */
    static boolean fits(Conv2dShape shape) {
        return shape.kernelWidth() == TAPS
                && shape.stride() == 1
                && shape.dilation() == 1
                && shape.padding() < TAPS
                && shape.width() >= LEAST_WIDTH
                && (shape.outChannels() <= MOST_CHANNELS || shape.width() >= WIDE);
    }

    /**
     * {@code [blocks, row taps, channels, column taps, width]}, columns in descending order, as a pixel meets its sums. Behind it is
     * room for a chunk, since the loops take the last one as if it were whole.
     */
    @Override
    void pack(Workers workers, float[] weight, int bands, AlignedMemory memory) {
        packed = memory.reserve(blocks() * blockSize() + SpikeWords.CHANNELS * TAPS * width);
        workers.ranges(blocks() * shape.kernelHeight(), 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                pack(part / shape.kernelHeight(), part % shape.kernelHeight(), weight);
            }
        });
    }

    private void pack(int block, int row, float[] weight) {
        long at = weightsAt(block, 0, row);
        for (int channel = 0; channel < shape.inChannels(); channel++) {
            for (int tap = TAPS - 1; tap >= 0; tap--) {
                int source = ((row * TAPS + tap) * shape.inChannels() + channel) * shape.outChannels() + block * width;
                MemorySegment.copy(weight, source, packed, JAVA_FLOAT, at * Float.BYTES, channels(block));
                at += width;
            }
        }
    }

    /** Lines are all that it needs. */
    @Override
    void begin(SpikeBand band) {}

    @Override
    void add(SpikeBand band, int block, int chunk, LineScratch sums) {
        add(band, block, chunk, sums, null);
    }

    /** Lets the sums of a line go to the output while the last row of taps that it meets is added. */
    @Override
    void finish(SpikeBand band, int block, int chunk, LineScratch sums, float[] y) {
        if (channels(block) == width) {
            storeUnmet(band, block, sums, y);
            add(band, block, chunk, sums, y);
        } else {
            add(band, block, chunk, sums, null);
            store(band, block, sums, y);
        }
    }

    /** @param y where finished lines go, or null if none is */
    private void add(SpikeBand band, int block, int chunk, LineScratch sums, float @Nullable [] y) {
        for (int row = 0; row < shape.kernelHeight(); row++) {
            int rowsAt = weightsAt(block, chunk, row);
            int at = sums.start;
            for (int image = 0; image < band.images(); image++) {
                for (int p = 0; p < band.rows(); p++) {
                    if (band.meets(p, row)) {
                        int spikes = band.wordAt(chunk, image, p, row);
                        boolean last = row + 1 == shape.kernelHeight() || !band.meets(p, row + 1);
                        if (y == null || !last) {
                            addLine(band.words, spikes, rowsAt, sums.array, at, 0, sums.array, at, width);
                        } else {
                            int yAt = band.outputAt(image, p) + block * width;
                            addLine(band.words, spikes, rowsAt, sums.array, at, margin, y, yAt, shape.outChannels());
                        }
                    }
                    at += linePitch;
                }
            }
        }
    }

    /** Stores the lines that no row of taps meets. */
    private void storeUnmet(SpikeBand band, int block, LineScratch sums, float[] y) {
        for (int p = 0; p < band.rows(); p++) {
            boolean met = false;
            for (int row = 0; row < shape.kernelHeight(); row++) {
                met |= band.meets(p, row);
            }
            for (int image = 0; image < band.images() && !met; image++) {
                storeLine(band, image, p, block, sums, y);
            }
        }
    }

    private void addLine(
            SpikeWords spikes, int first, int rowsAt, float[] sums, int at, int margin, float[] y, int yAt, int yStep) {
        loops.addLine(spikes.values, first, shape.width(), packed, rowsAt, width, sums, at, margin, y, yAt, yStep);
    }

    /** Where the weights of a row of taps are. */
    private int weightsAt(int block, int chunk, int row) {
        int channel = row * shape.inChannels() + chunk * SpikeWords.CHANNELS;
        return block * blockSize() + channel * TAPS * width;
    }

    private int blockSize() {
        return shape.kernelHeight() * shape.inChannels() * TAPS * width;
    }
}
