package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.lang.foreign.MemorySegment;

/** Taps of any kind, one at a time: each output pixel's sum adds the weight rows of the spikes of the input pixel that it meets. */
final class SingleTaps implements TapRows {
    private final TapSumLoops loops;
    private final Conv2dShape shape;
    private final AlignedMemory memory;
    private final int width;
    private MemorySegment packed = MemorySegment.NULL;

    SingleTaps(TapSumLoops loops, Conv2dShape shape, AlignedMemory memory) {
        this.loops = loops;
        this.shape = shape;
        this.memory = memory;
        width = loops.width(shape.outChannels());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int margin() {
        return 0;
    }

    /** {@code [blocks, taps, channels, width]}. */
    @Override
    public void pack(Workers workers, float[] weight) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        int blocks = Math.ceilDiv(shape.outChannels(), width);
        int parts = blocks * taps;
        packed = memory.reserve((parts * shape.inChannels() + SpikeWords.CHANNELS) * width);
        workers.ranges(parts, 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                pack(part / taps, part % taps, weight);
            }
        });
    }

    private void pack(int block, int tap, float[] weight) {
        int channels = Math.min(width, shape.outChannels() - block * width);
        int source = tap * shape.inChannels() * shape.outChannels() + block * width;
        long at = weightsAt(block, 0, tap);
        for (int channel = 0; channel < shape.inChannels(); channel++) {
            MemorySegment.copy(weight, source, packed, JAVA_FLOAT, at * Float.BYTES, channels);
            source += shape.outChannels();
            at += width;
        }
    }

    @Override
    public void begin(SpikeBand band) {
        band.pair();
    }

    @Override
    public void add(SpikeBand band, int block, int chunk, LineScratch sums) {
        TapPairs pairs = band.pairs;
        long[] spikes = band.words.values;
        int chunkAt = band.words.at(chunk, 0, 0);
        for (int tap = 0; tap < shape.kernelHeight() * shape.kernelWidth(); tap++) {
            int from = pairs.starts[tap];
            int count = pairs.starts[tap + 1] - from;
            int rowsAt = weightsAt(block, chunk, tap);
            loops.addPairs(
                    spikes,
                    chunkAt,
                    pairs.sources,
                    pairs.targets,
                    from,
                    count,
                    packed,
                    rowsAt,
                    width,
                    sums.array,
                    sums.start);
        }
    }

    @Override
    public void finish(SpikeBand band, int block, int chunk, LineScratch sums, float[] y) {
        add(band, block, chunk, sums);
        int channels = Math.min(width, shape.outChannels() - block * width);
        int at = sums.start;
        for (int image = 0; image < band.images(); image++) {
            int to = band.outputAt(image, 0) + block * width;
            for (int pixel = 0; pixel < band.rows() * shape.outWidth(); pixel++) {
                System.arraycopy(sums.array, at, y, to, channels);
                at += width;
                to += shape.outChannels();
            }
        }
    }

    private int weightsAt(int block, int chunk, int tap) {
        int before = block * shape.kernelHeight() * shape.kernelWidth() + tap;
        return (before * shape.inChannels() + chunk * SpikeWords.CHANNELS) * width;
    }
}
