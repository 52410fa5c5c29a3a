package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;
import static dev.soma.runtime.host.HeapBuffer.ints;

import dev.soma.kernels.encoder.Encoding;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.EncoderOps;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;

/** Encoder on the processor. Threads split the elements, or the rows. */
final class CpuEncoder extends EncoderOps {
    /** Elements that are worth a thread's start. */
    private static final int GRAIN = 4096;

    /** Elements whose random numbers are made in one go. */
    private static final int TILE = 1024;

    private final Workers workers;
    private final EncoderLoops loops;

    CpuEncoder(VectorDevice device) {
        super(device);
        workers = device.workers();
        loops = EncoderLoops.of(device.form());
    }

    @Override
    protected void doRepeat(int steps, int size, Buffer x, Buffer xSeq) {
        float[] values = floats(x);
        float[] sequence = floats(xSeq);
        workers.ranges(size, GRAIN, (from, to) -> {
            for (int t = 0; t < steps; t++) {
                System.arraycopy(values, from, sequence, t * size + from, to - from);
            }
        });
    }

    @Override
    protected void doRepeatBackward(int steps, int size, Buffer gradXSeq, Buffer gradX) {
        float[] sequence = floats(gradXSeq);
        float[] sum = floats(gradX);
        workers.ranges(size, GRAIN, (from, to) -> {
            for (int tile = from; tile < to; tile += GRAIN) {
                int count = Math.min(GRAIN, to - tile);
                System.arraycopy(sequence, tile, sum, tile, count);
                for (int t = 1; t < steps; t++) {
                    add(sequence, t * size + tile, sum, tile, count);
                }
            }
        });
    }

    /**
     * The loops make the spikes of a tile of rows without gaps; then they are split into words row by row. So rows of few
     * channels, such as the pixels of an image, fill vectors too.
     */
    @Override
    protected void doPoisson(int steps, int rows, int channels, long seed, Buffer x, Buffer spikeSeq) {
        float[] values = floats(x);
        int[] packed = ints(spikeSeq);
        int words = Spikes.words(channels);
        int tileRows = Math.max(1, TILE / channels);
        workers.ranges(rows, tileRows, (from, to) -> {
            int[] flat = new int[Spikes.words(tileRows * channels)];
            for (int t = 0; t < steps; t++) {
                for (int row = from; row < to; row += tileRows) {
                    int count = Math.min(tileRows, to - row);
                    loops.poisson(seed, t, values, row * channels, count * channels, flat);
                    split(flat, count, channels, packed, (t * rows + row) * words);
                }
            }
        });
    }

    @Override
    protected void doLatency(int steps, int rows, int channels, Buffer x, Buffer spikeSeq) {
        float[] values = floats(x);
        int[] packed = ints(spikeSeq);
        int words = Spikes.words(channels);
        workers.ranges(rows, Math.max(1, GRAIN / channels), (from, to) -> {
            for (int t = 0; t < steps; t++) {
                Arrays.fill(packed, (t * rows + from) * words, (t * rows + to) * words, 0);
            }
            for (int row = from; row < to; row++) {
                for (int c = 0; c < channels; c++) {
                    int t = Encoding.latency(steps, values[row * channels + c]);
                    if (t >= 0) {
                        packed[(t * rows + row) * words + c / Integer.SIZE] |= 1 << (c % Integer.SIZE);
                    }
                }
            }
        });
    }

    private static void add(float[] x, int xAt, float[] sum, int at, int count) {
        for (int i = 0; i < count; i++) {
            sum[at + i] += x[xAt + i];
        }
    }

    /** Splits {@code rows * channels} bits without gaps into rows of whole words. */
    private static void split(int[] flat, int rows, int channels, int[] packed, int at) {
        long pending = 0;
        int pendingBits = 0;
        int next = 0;
        int word = at;
        for (int row = 0; row < rows; row++) {
            for (int left = channels; left > 0; left -= Integer.SIZE) {
                int count = Math.min(Integer.SIZE, left);
                if (pendingBits < count) {
                    pending |= (flat[next++] & 0xFFFFFFFFL) << pendingBits;
                    pendingBits += Integer.SIZE;
                }
                packed[word++] = (int) (pending & ((1L << count) - 1));
                pending >>>= count;
                pendingBits -= count;
            }
        }
    }
}
