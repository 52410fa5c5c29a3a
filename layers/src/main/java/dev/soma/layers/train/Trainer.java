package dev.soma.layers.train;

import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Tensor;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.Batches;

/**
 * Trains a network, epoch by epoch. All that is random depends on seed, epoch and sample only, so that a run resumed at an
 * epoch gives the same bits as one that was not interrupted.
 *
 * @param network what is trained
 * @param optimizer updates its parameters
 * @param loss what is minimised
 * @param schedule learning rate of each step
 * @param reader gives the samples, augmented
 * @param batches gives their order
 */
public record Trainer(
        Network network,
        Optimizer optimizer,
        ClassificationLoss loss,
        CosineSchedule schedule,
        BatchReader reader,
        Batches batches) {

    /**
     * What an epoch of training gave.
     *
     * @param loss mean loss while training
     * @param accuracy share of right predictions while training, 0 to 1
     * @param seconds time it took
     * @param samples samples seen
     */
    public record Epoch(double loss, double accuracy, double seconds, int samples) {
        /** Speed. */
        public double samplesPerSecond() {
            return samples / seconds;
        }
    }

    /**
     * Runs one epoch.
     *
     * @param epoch its number, from 0
     * @throws TrainingException if the loss is no finite number any more
     */
    public Epoch epoch(int epoch, Progress progress) {
        long start = System.nanoTime();
        Score score = new Score();
        int total = batches.dropLast() ? batches.count() * batches.batchSize() : batches.size();
        float[] x = {};
        for (int[] indices : batches.epoch(epoch)) {
            int length = network.input().size(indices.length);
            if (x.length != length) {
                x = new float[length];
            }
            int[] labels = new int[indices.length];
            reader.read(epoch, indices, x, labels);
            score.add(step(x, labels), labels);
            if (!Double.isFinite(score.loss())) {
                throw new TrainingException("the loss is " + score.loss() + " after step " + optimizer.steps()
                        + " of epoch " + epoch + ": use a smaller learning rate");
            }
            progress.update(score.samples(), total, score.loss(), score.accuracy());
        }
        return new Epoch(score.loss(), score.accuracy(), (System.nanoTime() - start) * 1e-9, score.samples());
    }

    /** One update on one batch. */
    public ClassificationLoss.Result step(float[] x, int... labels) {
        Tensor input = network.input(labels.length, x);
        Tensor logits = network.forward(input, Pass.TRAINING);
        input.release();
        ClassificationLoss.Result result = loss.of(logits, labels);
        logits.release();
        network.backward(result.gradient());
        optimizer.step(schedule.at(optimizer.steps()));
        return result;
    }
}
