package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Taps of any kind, one at a time: each output pixel's sum adds the weight rows of the spikes of the input pixel that it meets. */
final class SingleTaps extends TapRows {
    private final TapSumLoops loops;

    /** The weights as they came, if they are arranged where they are read. */
    private float @Nullable [] unpacked;

    SingleTaps(TapSumLoops loops, Conv2dShape shape) {
        super(shape, loops.width(shape.outChannels()), 0);
        this.loops = loops;
    }

    /**
     * {@code [blocks, taps, channels, width]}; where a worker reads the weights for one band only, it arranges a chunk of a tap when it
     * comes to it, so that they need not go to memory and back.
     */
    @Override
    void pack(Workers workers, float[] weight, int bands, AlignedMemory memory) {
        if (bands == 1) {
            unpacked = weight;
            return;
        }
        int taps = shape.kernelHeight() * shape.kernelWidth();
        int parts = blocks() * taps;
        packed = memory.reserve((parts * shape.inChannels() + SpikeWords.CHANNELS) * width);
        workers.ranges(parts, 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                int block = part / taps;
                int tap = part % taps;
                pack(weight, block, tap, 0, shape.inChannels(), packed, weightsAt(block, 0, tap));
            }
        });
    }

    /** Arranges {@code count} channels of a block's tap, from {@code channel} on. */
    private void pack(float[] weight, int block, int tap, int channel, int count, MemorySegment rows, int rowsAt) {
        int source = (tap * shape.inChannels() + channel) * shape.outChannels() + block * width;
        long at = rowsAt;
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(weight, source, rows, JAVA_FLOAT, at * Float.BYTES, channels(block));
            source += shape.outChannels();
            at += width;
        }
    }

    @Override
    void begin(SpikeBand band) {
        band.pair();
    }

    @Override
    void add(SpikeBand band, int block, int chunk, LineScratch sums) {
        for (int tap = 0; tap < shape.kernelHeight() * shape.kernelWidth(); tap++) {
            if (band.pairs.starts[tap] < band.pairs.starts[tap + 1]) {
                float[] weight = unpacked;
                if (weight == null) {
                    add(band, chunk, tap, packed, weightsAt(block, chunk, tap), sums);
                } else {
                    add(band, chunk, tap, packChunk(weight, block, chunk, tap, band.panel), 0, sums);
                }
            }
        }
    }

    private void add(SpikeBand band, int chunk, int tap, MemorySegment rows, int rowsAt, LineScratch sums) {
        TapPairs pairs = band.pairs;
        int from = pairs.starts[tap];
        int count = pairs.starts[tap + 1] - from;
        loops.addPairs(
                band.words.values,
                band.words.at(chunk, 0, 0),
                pairs.sources,
                pairs.targets,
                from,
                count,
                rows,
                rowsAt,
                width,
                sums.array,
                sums.start);
    }

    private MemorySegment packChunk(float[] weight, int block, int chunk, int tap, AlignedMemory memory) {
        MemorySegment rows = memory.reserve(SpikeWords.CHANNELS * width);
        int channel = chunk * SpikeWords.CHANNELS;
        int count = Math.min(SpikeWords.CHANNELS, shape.inChannels() - channel);
        pack(weight, block, tap, channel, count, rows, 0);
        return rows;
    }

    @Override
    void finish(SpikeBand band, int block, int chunk, LineScratch sums, float[] y) {
        add(band, block, chunk, sums);
        store(band, block, sums, y);
    }

    private int weightsAt(int block, int chunk, int tap) {
        int before = block * shape.kernelHeight() * shape.kernelWidth() + tap;
        return (before * shape.inChannels() + chunk * SpikeWords.CHANNELS) * width;
    }
}
