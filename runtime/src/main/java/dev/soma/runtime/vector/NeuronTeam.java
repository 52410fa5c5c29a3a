package dev.soma.runtime.vector;

import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The threads that compute neurons, each with its own memory. Work is split in advance, by the number of threads alone. */
final class NeuronTeam {
    private final Workers workers;
    private final NeuronScratch[] scratch;
    private final double[] decaySums;
    private final Map<NeuronLayout, NeuronCut> cuts = new HashMap<>();

    /** Computes a block. */
    @FunctionalInterface
    interface BlockBody {
        void run(NeuronScratch scratch, NeuronBlock block);
    }

    NeuronTeam(Workers workers) {
        this.workers = workers;
        scratch = new NeuronScratch[workers.threads()];
        Arrays.setAll(scratch, _ -> new NeuronScratch());
        decaySums = new double[scratch.length];
    }

    /** Number of threads. */
    int size() {
        return scratch.length;
    }

    /** The layout cut for these threads; kept, so that training makes no new blocks. */
    NeuronCut cut(NeuronLayout layout) {
        return cuts.computeIfAbsent(layout, _ -> NeuronCut.of(layout, size()));
    }

    /** The memory of the calling thread. */
    NeuronScratch first() {
        return scratch[0];
    }

    /** Gives each worker a range of blocks, and adds up what they leave for the gradient of the decay. */
    void run(NeuronCut cut, BlockBody body) {
        int blocks = cut.blocks().size();
        int busy = Math.min(scratch.length, blocks);
        if (busy == 1) {
            run(cut, 0, 0, blocks, body);
        } else {
            workers.run(worker -> {
                if (worker < busy) {
                    run(cut, worker, part(blocks, worker, busy), part(blocks, worker + 1, busy), body);
                }
            });
        }
    }

    private void run(NeuronCut cut, int worker, int firstBlock, int endBlock, BlockBody body) {
        double sum = 0;
        for (int number = firstBlock; number < endBlock; number++) {
            body.run(scratch[worker], cut.blocks().get(number));
            sum += scratch[worker].takeDecaySum();
        }
        decaySums[worker] += sum;
    }

    /** The gradient of the decay; the next begins at 0 again. */
    float takeDecaySum() {
        double total = Arrays.stream(decaySums).sum();
        Arrays.fill(decaySums, 0);
        return (float) total;
    }

    /** Sets all workers' totals to 0. */
    void clearTotals(int size) {
        for (NeuronScratch each : scratch) {
            each.clearTotals(size);
        }
    }

    /** Joins all workers' totals in the calling thread's, in the workers' order. */
    void joinTotals(int size) {
        for (int worker = 1; worker < scratch.length; worker++) {
            scratch[0].addToTotals(scratch[worker], size);
        }
    }

    private static int part(int blocks, int index, int parts) {
        return (int) ((long) blocks * index / parts);
    }
}
