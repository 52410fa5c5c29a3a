package dev.soma.layers.train;

import dev.soma.layers.Fold;
import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.Batches;
import dev.soma.layers.data.Dataset;
import dev.soma.runtime.LossReduction;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network beside its folded forms, on a dataset: with MPBN folded into the thresholds alone, which must change no
 * spike, and with BN folded into the convolutions as well, which changes the neurons' input by rounding.
 *
 * @param samples samples of the dataset
 * @param original the network as it was trained
 * @param thresholds MPBN in the thresholds
 * @param folded MPBN in the thresholds, BN in the convolutions
 * @param layers spikes that differ from the original's, by layer of neurons
 */
public record FoldReport(int samples, Form original, Form thresholds, Form folded, List<LayerDifference> layers) {
    private static final int TIMED_RUNS = 3;

    /**
     * One form of the network.
     *
     * @param accuracy share of right predictions, 0 to 1
     * @param differingPredictions predictions that differ from the original's
     * @param seconds time of the network's passes over the dataset, the least of three
     */
    public record Form(double accuracy, int differingPredictions, double seconds) {}

    /**
     * Spikes of a layer over all samples and steps.
     *
     * @param path the layer in the original network
     * @param thresholds spikes that differ with MPBN in the thresholds alone
     * @param folded spikes that differ with BN in the convolutions as well
     */
    public record LayerDifference(String path, long thresholds, long folded) {}

    /** Folds a network both ways and compares. */
    public static FoldReport of(Network network, Dataset dataset, int batchSize, LossReduction reduction) {
        try (Network thresholds = Fold.thresholds(network);
                Network folded = Fold.all(network)) {
            Evaluation original = evaluate(network, dataset, batchSize, reduction);
            return new FoldReport(
                    dataset.size(),
                    form(original, original),
                    form(evaluate(thresholds, dataset, batchSize, reduction), original),
                    form(evaluate(folded, dataset, batchSize, reduction), original),
                    differences(network, thresholds, folded, dataset, batchSize));
        }
    }

    /** Spikes that differ with MPBN in the thresholds alone, over all layers. */
    public long differingSpikes() {
        return layers.stream().mapToLong(LayerDifference::thresholds).sum();
    }

    private static Form form(Evaluation evaluation, Evaluation original) {
        return new Form(evaluation.accuracy(), evaluation.differingPredictions(original), evaluation.seconds());
    }

    private static Evaluation evaluate(Network network, Dataset dataset, int batchSize, LossReduction reduction) {
        Evaluation best = Evaluation.of(network, dataset, batchSize, reduction);
        for (int run = 1; run < TIMED_RUNS; run++) {
            Evaluation next = Evaluation.of(network, dataset, batchSize, reduction);
            best = next.seconds() < best.seconds() ? next : best;
        }
        return best;
    }

    private static List<LayerDifference> differences(
            Network network, Network thresholds, Network folded, Dataset dataset, int batchSize) {
        List<LayerDifference> sums = new ArrayList<>();
        for (int[] indices : Batches.inOrder(dataset.size(), batchSize)) {
            float[] x = new float[network.input().size(indices.length)];
            new BatchReader(dataset).read(0, indices, x, new int[indices.length]);
            SpikeRecorder original = record(network, indices.length, x);
            SpikeRecorder first = record(thresholds, indices.length, x);
            SpikeRecorder second = record(folded, indices.length, x);
            for (int layer = 0; layer < original.paths().size(); layer++) {
                LayerDifference sofar = layer < sums.size()
                        ? sums.get(layer)
                        : new LayerDifference(original.paths().get(layer), 0, 0);
                LayerDifference sum = new LayerDifference(
                        sofar.path(),
                        sofar.thresholds() + original.differences(first, layer),
                        sofar.folded() + original.differences(second, layer));
                if (layer < sums.size()) {
                    sums.set(layer, sum);
                } else {
                    sums.add(sum);
                }
            }
        }
        return sums;
    }

    private static SpikeRecorder record(Network network, int batch, float... x) {
        SpikeRecorder recorder = new SpikeRecorder();
        var input = network.input(batch, x);
        network.forward(input, Pass.observed(recorder)).release();
        input.release();
        return recorder;
    }
}
