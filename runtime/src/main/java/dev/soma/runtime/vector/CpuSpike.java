package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;
import static dev.soma.runtime.host.HeapBuffer.ints;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.SpikeOps;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;

/** Spikes on the processor. Threads split the rows, or the segments. */
final class CpuSpike extends SpikeOps {
    /** Rows that are worth a thread's start. */
    private static final int GRAIN = 256;

    private final Workers workers;
    private final SpikeLoops loops;

    CpuSpike(VectorDevice device) {
        super(device);
        workers = device.workers();
        loops = SpikeLoops.of(device.form());
    }

    @Override
    protected void doPack(int rows, int channels, Buffer x, Buffer spikes) {
        float[] values = floats(x);
        int[] packed = ints(spikes);
        int words = Spikes.words(channels);
        workers.ranges(rows, GRAIN, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int word = 0; word < words; word++) {
                    int first = word * Integer.SIZE;
                    int count = Math.min(Integer.SIZE, channels - first);
                    packed[row * words + word] = loops.pack(values, row * channels + first, count);
                }
            }
        });
    }

    @Override
    protected void doUnpack(int rows, int channels, Buffer spikes, Buffer x) {
        float[] values = floats(x);
        int[] packed = ints(spikes);
        int words = Spikes.words(channels);
        workers.ranges(rows, GRAIN, (from, to) -> {
            for (int row = from; row < to; row++) {
                for (int word = 0; word < words; word++) {
                    int first = word * Integer.SIZE;
                    int count = Math.min(Integer.SIZE, channels - first);
                    loops.unpack(packed[row * words + word], values, row * channels + first, count);
                }
            }
        });
    }

    @Override
    protected void doFlatten(int rows, int pixels, int channels, Buffer spikes, Buffer flat) {
        int[] source = ints(spikes);
        int[] target = ints(flat);
        int words = Spikes.words(channels);
        int flatWords = Spikes.words(pixels * channels);
        workers.ranges(rows, 1, (from, to) -> {
            for (int row = from; row < to; row++) {
                BitWriter writer = new BitWriter(target, row * flatWords);
                for (int pixel = 0; pixel < pixels; pixel++) {
                    int base = (row * pixels + pixel) * words;
                    for (int word = 0; word < words; word++) {
                        writer.write(source[base + word], Math.min(Integer.SIZE, channels - word * Integer.SIZE));
                    }
                }
                writer.finish();
            }
        });
    }

    @Override
    protected void doCount(int segments, int words, Buffer spikes, Buffer counts) {
        int[] packed = ints(spikes);
        int[] sums = ints(counts);
        workers.ranges(segments, 1, (from, to) -> {
            for (int segment = from; segment < to; segment++) {
                int sum = 0;
                for (int i = segment * words; i < (segment + 1) * words; i++) {
                    sum += Integer.bitCount(packed[i]);
                }
                sums[segment] = sum;
            }
        });
    }

    /** Appends bits to words, lowest first. */
    private static final class BitWriter {
        private final int[] target;
        private int index;
        private long pending;
        private int pendingBits;

        BitWriter(int[] target, int index) {
            this.target = target;
            this.index = index;
        }

        void write(int bits, int count) {
            pending |= (bits & 0xFFFFFFFFL) << pendingBits;
            pendingBits += count;
            if (pendingBits >= Integer.SIZE) {
                target[index++] = (int) pending;
                pending >>>= Integer.SIZE;
                pendingBits -= Integer.SIZE;
            }
        }

        void finish() {
            if (pendingBits > 0) {
                target[index] = (int) pending;
            }
        }
    }
}
