package dev.soma.layers.train;

import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Tensor;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.Batches;
import dev.soma.layers.data.Dataset;
import dev.soma.runtime.LossReduction;
import java.util.Map;

/**
 * What a network gives on a dataset.
 *
 * @param loss mean loss
 * @param accuracy share of right predictions, 0 to 1
 * @param classes predicted class of each sample, in order
 * @param firingRates share of neurons that fire at a step, by layer
 * @param seconds time of the network's passes, reading of the data not counted
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
public record Evaluation(double loss, double accuracy, int[] classes, Map<String, Double> firingRates, double seconds) {

    /** Evaluates without augmentation, in the order of the dataset. */
    public static Evaluation of(Network network, Dataset dataset, int batchSize, LossReduction reduction) {
        BatchReader reader = new BatchReader(dataset);
        Score score = new Score();
        int[] classes = new int[dataset.size()];
        long nanos = 0;
        try (ClassificationLoss loss = new ClassificationLoss(network, reduction);
                FiringRates rates = new FiringRates(network.device())) {
            Pass pass = Pass.observed(rates);
            for (int[] indices : Batches.inOrder(dataset.size(), batchSize)) {
                float[] x = new float[network.input().size(indices.length)];
                int[] labels = new int[indices.length];
                reader.read(0, indices, x, labels);
                long start = System.nanoTime();
                Tensor input = network.input(indices.length, x);
                Tensor logits = network.forward(input, pass);
                ClassificationLoss.Result result = loss.of(logits, labels);
                nanos += System.nanoTime() - start;
                input.release();
                logits.release();
                result.gradient().release();
                System.arraycopy(result.classes(), 0, classes, score.samples(), indices.length);
                score.add(result, labels);
            }
            return new Evaluation(score.loss(), score.accuracy(), classes, rates.rates(), nanos * 1e-9);
        }
    }

    /** The number of samples that get different classes in two evaluations of the same dataset. */
    public int differingPredictions(Evaluation other) {
        int differing = 0;
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] != other.classes[i]) {
                differing++;
            }
        }
        return differing;
    }
}
