package dev.soma.runtime.vector;

import static dev.soma.runtime.host.HeapBuffer.floats;
import static dev.soma.runtime.host.HeapBuffer.ints;

import dev.soma.kernels.loss.CrossEntropy;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.LossOps;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.LossShape;
import dev.soma.runtime.host.Workers;

/**
 * Loss on the processor: what the kernels compute, in both forms, since it is too little to be worth vectors. Threads split
 * the samples.
 */
final class CpuLoss extends LossOps {
    /** Logits that are worth a thread's start. */
    private static final int GRAIN = 16384;

    private final Workers workers;

    CpuLoss(VectorDevice device) {
        super(device);
        workers = device.workers();
    }

    @Override
    protected void doCrossEntropy(
            LossShape shape, LossReduction reduction, Buffer logits, Buffer labels, Buffer loss, Buffer gradLogits) {
        int steps = shape.steps();
        int batch = shape.batch();
        int classes = shape.classes();
        float[] values = floats(logits);
        int[] wanted = ints(labels);
        float[] losses = floats(loss);
        float[] gradients = floats(gradLogits);
        boolean ofMean = reduction == LossReduction.MEAN_LOGITS;
        workers.ranges(batch, grain(shape), (from, to) -> {
            for (int n = from; n < to; n++) {
                losses[n] = ofMean
                        ? CrossEntropy.ofMean(steps, batch, classes, n, values, wanted[n], gradients)
                        : CrossEntropy.meanOfSteps(steps, batch, classes, n, values, wanted[n], gradients);
            }
        });
    }

    @Override
    protected void doPredict(LossShape shape, Buffer logits, Buffer classes) {
        float[] values = floats(logits);
        int[] predicted = ints(classes);
        workers.ranges(shape.batch(), grain(shape), (from, to) -> {
            for (int n = from; n < to; n++) {
                predicted[n] = CrossEntropy.largest(shape.steps(), shape.batch(), shape.classes(), n, values);
            }
        });
    }

    private static int grain(LossShape shape) {
        return Math.max(1, GRAIN / shape.steps() / shape.classes());
    }
}
