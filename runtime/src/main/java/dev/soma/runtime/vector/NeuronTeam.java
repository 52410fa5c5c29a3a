package dev.soma.runtime.vector;

import dev.soma.runtime.host.Workers;

/** The threads that compute neurons, each with its own memory. Work is split in advance, by the number of threads alone. */
final class NeuronTeam {
    private final Workers workers;
    private final NeuronScratch[] scratch;
    private float[] scale = {};

    /** Computes some tiles. */
    @FunctionalInterface
    interface Tiles {
        void run(int worker, int firstTile, int endTile);
    }

    /** Computes a block. */
    @FunctionalInterface
    interface Blocks {
        void run(int worker, NeuronBlock block);
    }

    NeuronTeam(Workers workers) {
        this.workers = workers;
        scratch = new NeuronScratch[workers.threads()];
        for (int worker = 0; worker < scratch.length; worker++) {
            scratch[worker] = new NeuronScratch();
        }
    }

    /** Threads. */
    int size() {
        return scratch.length;
    }

    /** That worker's memory. */
    NeuronScratch scratch(int worker) {
        return scratch[worker];
    }

    /** Room for a factor per feature. */
    float[] scale(int features) {
        if (scale.length < features) {
            scale = new float[features];
        }
        return scale;
    }

    /** The workers that {@link #split} gives work. */
    int busy(int tiles) {
        return Math.min(size(), tiles);
    }

    /** Gives each worker a range of tiles, those without left out. */
    void split(int tiles, Tiles body) {
        int busy = busy(tiles);
        if (busy == 1) {
            body.run(0, 0, tiles);
            return;
        }
        workers.run(worker -> {
            if (worker < busy) {
                body.run(worker, part(tiles, worker, busy), part(tiles, worker + 1, busy));
            }
        });
    }

    /** Cuts a layout into blocks of about {@code tile} neurons, of lines if there are several, and splits those. */
    void blocks(NeuronLayout layout, int tile, Blocks body) {
        boolean byLines = layout.lines() > 1;
        int length = byLines ? layout.lines() : layout.rows();
        int grain = Math.max(1, tile / (layout.neurons() / length));
        split(Math.ceilDiv(length, grain), (worker, firstTile, endTile) -> {
            for (int i = firstTile; i < endTile; i++) {
                int from = i * grain;
                int to = Math.min(length, from + grain);
                body.run(worker, byLines ? layout.lines(from, to) : layout.rows(from, to));
            }
        });
    }

    private static int part(int tiles, int index, int parts) {
        return (int) ((long) tiles * index / parts);
    }
}
