package dev.soma.runtime.vector;

import dev.soma.runtime.host.Workers;

/** Counts spikes. */
final class SpikeDensity {
    /** Words that are worth a thread's start. */
    private static final int GRAIN = 1 << 14;

    private final Workers workers;
    private final long[] counts;

    SpikeDensity(Workers workers) {
        this.workers = workers;
        counts = new long[workers.threads()];
    }

    /** The share of bits that are set among {@code size} that may be. */
    double of(int[] spikes, int words, long size) {
        if (words <= GRAIN) {
            return (double) count(spikes, 0, words) / size;
        }
        int threads = workers.threads();
        workers.run(worker -> counts[worker] =
                count(spikes, (int) ((long) words * worker / threads), (int) ((long) words * (worker + 1) / threads)));
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return (double) sum / size;
    }

    private static long count(int[] spikes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += Integer.bitCount(spikes[i]);
        }
        return sum;
    }
}
