package dev.soma.runtime.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.lang.foreign.MemorySegment;

/** Taps of any kind, one at a time: each output pixel's sum adds the weight rows of the spikes of the input pixel that it meets. */
final class SingleTaps extends TapRows {
    private final TapSumLoops loops;

    SingleTaps(TapSumLoops loops, Conv2dShape shape) {
        super(shape, loops.width(shape.outChannels()), 0);
        this.loops = loops;
    }

    /** {@code [blocks, taps, channels, width]}. */
    @Override
    void pack(Workers workers, float[] weight, AlignedMemory memory) {
        int taps = shape.kernelHeight() * shape.kernelWidth();
        int parts = blocks() * taps;
        packed = memory.reserve((parts * shape.inChannels() + SpikeWords.CHANNELS) * width);
        workers.ranges(parts, 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                pack(part / taps, part % taps, weight);
            }
        });
    }

    private void pack(int block, int tap, float[] weight) {
        int source = tap * shape.inChannels() * shape.outChannels() + block * width;
        long at = weightsAt(block, 0, tap);
        for (int channel = 0; channel < shape.inChannels(); channel++) {
            MemorySegment.copy(weight, source, packed, JAVA_FLOAT, at * Float.BYTES, channels(block));
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
    void finish(SpikeBand band, int block, int chunk, LineScratch sums, float[] y) {
        add(band, block, chunk, sums);
        store(band, block, sums, y);
    }

    private int weightsAt(int block, int chunk, int tap) {
        int before = block * shape.kernelHeight() * shape.kernelWidth() + tap;
        return (before * shape.inChannels() + chunk * SpikeWords.CHANNELS) * width;
    }
}
