package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient of a weight from spikes without groups: for each channel and tap, the sum of the rows of the output's gradient
 * that the channel's spikes meet. A band of input pixels at a time, and a block of output channels. What a spike meets with a row
 * of three taps are neighbours, and are added as one; in wide images a channel's spikes are then words where loops prefer them, else lists.
 */
final class SpikeGradWeight {
    /** Floats of a band's gradient, about, where taps are joined: what a row of taps meets stays in the level-1 cache, or near. */
    private static final int JOINED_BAND_FLOATS = 10 << 10;

    /** The same where they are not: longer sums are worth more. */
    private static final int BAND_FLOATS = 1 << 14;

    /** The same where the sums do not stay in the level-2 cache, so that they are read less often. */
    private static final int LONG_BAND_FLOATS = 1 << 15;

    /** The most sums that stay in the level-2 cache. */
    private static final int CACHED_SUMS = 1 << 20;

    /** Taps that are added as one. */
    private static final int JOINED = 3;

    /** Rows of the weight that are worth a thread's start. */
    private static final int SUM_GRAIN = 64;

    private final Workers workers;
    private final RowSumLoops loops;
    private final Band[] bands;
    private final FiringLists[] lists;
    private final FiringWords[] words;
    private final GradientRows[] rows;
    private final LineScratch[] sums;

    SpikeGradWeight(Workers workers, Form form, Band[] bands) {
        this.workers = workers;
        loops = RowSumLoops.of(form);
        this.bands = bands;
        lists = new FiringLists[workers.threads()];
        FiringListLoops listLoops = FiringListLoops.of(form);
        Arrays.setAll(lists, worker -> new FiringLists(listLoops));
        words = new FiringWords[workers.threads()];
        Arrays.setAll(words, worker -> new FiringWords(listLoops));
        rows = new GradientRows[workers.threads()];
        Arrays.setAll(rows, worker -> new GradientRows());
        sums = LineScratch.of(workers.threads());
    }

    void run(Conv2dShape shape, int[] spikes, float[] gradY, float[] gradWeight) {
        new Run(shape, spikes, gradY, gradWeight).run();
    }

    /** One call. */
    private final class Run {
        private final Conv2dShape shape;
        private final int[] spikes;
        private final float[] gradWeight;
        private final float[] gradY;
        private final Source source;
        private final List<Correlation> phases;
        private final GradWeightSplit split;
        /** Whether all taps of a row are added as one. */
        private final boolean joins;

        private final int width;
        private final int blocks;
        private final int depth;

        Run(Conv2dShape shape, int[] spikes, float[] gradY, float[] gradWeight) {
            this.shape = shape;
            this.spikes = spikes;
            this.gradWeight = gradWeight;
            this.gradY = gradY;
            source = new FloatSource(gradY, shape.outChannels());
            phases = new ArrayList<>();
            for (Correlation phase : Correlation.backward(shape)) {
                if (phase.taps() > 0) {
                    phases.addAll(phase.columnParts());
                }
            }
            split = GradWeightSplit.of(Correlation.forward(shape), shape.inChannels(), workers.threads());
            joins = shape.kernelWidth() == JOINED && shape.stride() == 1 && shape.dilation() == 1;
            width = joins ? loops.widthOfThree(shape.outChannels()) : loops.width(shape.outChannels());
            blocks = Math.ceilDiv(shape.outChannels(), width);
            depth = shape.kernelHeight() * shape.kernelWidth() * shape.inChannels();
        }

        void run() {
            workers.run(worker -> {
                if (worker < split.workers()) {
                    sum(worker);
                }
            });
            workers.ranges(depth, SUM_GRAIN, this::addUp);
        }

        private void sum(int worker) {
            int size = blocks * depth * width;
            LineScratch sum = sums[worker];
            sum.reserve(size);
            Arrays.fill(sum.array, sum.start, sum.start + size, 0f);
            for (Correlation phase : phases) {
                sumPhase(phase, worker);
            }
        }

        private void sumPhase(Correlation phase, int worker) {
            int part = split.termPart(worker);
            int from = GradWeightSplit.from(part, split.termParts(), shape.inChannels());
            int to = GradWeightSplit.from(part + 1, split.termParts(), shape.inChannels());
            TermLayout layout = TermLayout.ofTaps(phase, source, width);
            Bands cut = Bands.of(phase, bandFloats() / width, split.pixelParts());
            boolean ofRows = joins && loops.prefersWords() && phases.size() == 1 && cut.bandImages() == 1;
            int pixelPart = split.pixelPart(worker);
            int last = GradWeightSplit.from(pixelPart + 1, split.pixelParts(), cut.count());
            for (int i = GradWeightSplit.from(pixelPart, split.pixelParts(), cut.count()); i < last; i++) {
                if (ofRows) {
                    sumRows(phase, cut, i, worker, from, to);
                } else {
                    sumImages(phase, layout, cut, i, worker, from, to);
                }
            }
        }

        /** Adds a band of any kind, by lists. */
        private void sumImages(
                Correlation phase, TermLayout layout, Bands cut, int index, int worker, int from, int to) {
            Band band = bands[worker];
            for (int block = 0; block < blocks; block++) {
                band.load(phase, layout, source, cut, index, block * width, channels(block));
                if (block == 0) {
                    lists[worker].load(spikes, band, shape.inChannels(), from, to);
                }
                addBand(phase, layout, band, lists[worker], block, from, to, sums[worker]);
            }
        }

        /** Adds a band of rows of one image, by words. */
        private void sumRows(Correlation phase, Bands cut, int band, int worker, int from, int to) {
            FiringWords firing = words[worker];
            GradientRows gradient = rows[worker];
            LineScratch sum = sums[worker];
            int columns = phase.columns().count;
            int pixel = (cut.image(band) * shape.height() + cut.row(band)) * columns;
            firing.load(spikes, shape.inChannels(), from, to, pixel, cut.rowsOf(band), columns, JOINED - 1);
            for (int block = 0; block < blocks; block++) {
                int slack = (Long.SIZE + JOINED) * width;
                gradient.load(phase, cut, band, gradY, block * width, channels(block), width, slack);
                for (int tapRow = 0; tapRow < shape.kernelHeight(); tapRow++) {
                    int at = tapRow * (columns + JOINED - 1) * width;
                    int row = phase.rows().taps[tapRow];
                    int first = 0;
                    for (int channel = from; channel < to; channel++) {
                        int sumAt = sum.start + sumAt(block, channel, row, JOINED - 1);
                        loops.addThrees(
                                firing.values, first, firing.count(), gradient.values, at, width, sum.array, sumAt);
                        first += firing.count();
                    }
                }
            }
        }

        /** The channels of a block. */
        private int channels(int block) {
            return Math.min(width, shape.outChannels() - block * width);
        }

        private int bandFloats() {
            if (depth * shape.outChannels() > CACHED_SUMS) {
                return LONG_BAND_FLOATS;
            }
            return joins ? JOINED_BAND_FLOATS : BAND_FLOATS;
        }

        private void addBand(
                Correlation phase,
                TermLayout layout,
                Band band,
                FiringLists list,
                int block,
                int from,
                int to,
                LineScratch sum) {
            int columnTaps = phase.columns().taps.length;
            int joined = joins ? columnTaps : 1;
            for (int tap = 0; tap < layout.runs.length; tap += joined) {
                int tapRow = tap / columnTaps;
                int row = phase.rows().taps[tapRow];
                int column = phase.columns().taps[tap % columnTaps];
                int run = band.start + layout.runs[tap];
                for (int channel = from; channel < to; channel++) {
                    int start = list.start(channel, band.firstRow(tapRow));
                    int end = list.start(channel, band.endRow(tapRow));
                    if (start < end) {
                        int at = sum.start + sumAt(block, channel, row, column);
                        loops.addRows(list.entries, start, end, band.values, run, joined * width, sum.array, at);
                    }
                }
            }
        }

        /**
         * Where the sums of a row of the weight are: {@code [blocks, row taps, channels, column taps, width]}, columns in descending
         * order, as the gradient meets them.
         */
        private int sumAt(int block, int channel, int row, int column) {
            int line = (block * shape.kernelHeight() + row) * shape.inChannels() + channel;
            return ((line + 1) * shape.kernelWidth() - 1 - column) * width;
        }

        /** Adds the parts' sums up, in order, for some rows of the weight. */
        private void addUp(int from, int to) {
            int termPart = 0;
            for (int term = from; term < to; term++) {
                int channel = term % shape.inChannels();
                int tap = term / shape.inChannels();
                if (channel == 0) {
                    termPart = 0;
                }
                while (channel >= GradWeightSplit.from(termPart + 1, split.termParts(), shape.inChannels())) {
                    termPart++;
                }
                for (int block = 0; block < blocks; block++) {
                    int columns = channels(block);
                    int at = sumAt(block, channel, tap / shape.kernelWidth(), tap % shape.kernelWidth());
                    int row = term * shape.outChannels() + block * width;
                    LineScratch first = sums[termPart];
                    System.arraycopy(first.array, first.start + at, gradWeight, row, columns);
                    for (int part = 1; part < split.pixelParts(); part++) {
                        LineScratch more = sums[part * split.termParts() + termPart];
                        for (int n = 0; n < columns; n++) {
                            gradWeight[row + n] += more.array[more.start + at + n];
                        }
                    }
                }
            }
        }
    }
}
