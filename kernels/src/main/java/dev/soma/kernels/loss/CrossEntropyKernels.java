package dev.soma.kernels.loss;

import dev.soma.kernels.KernelContext;

/**
 * Softmax cross-entropy of logits over time, and the classes they predict. One work-item a sample: a sample has few classes,
 * and its sums keep one order.
 */
public final class CrossEntropyKernels {
    private CrossEntropyKernels() {}

    /**
     * Cross-entropy of the mean logits, {@code z = mean over t of logits[t]}: {@code loss[n] = log(sum of exp(z[n])) - z[n,
     * label]}, {@code gradLogits[t, n, k] = (softmax(z[n])[k] - (k == label)) / (batch * steps)}.
     *
     * <p>Launch: one work-item a sample. Cost: reads {@code 4 * steps * batch * classes} bytes, writes as many; an {@code exp}
     * for each of the {@code batch * classes} mean logits.
     *
     * @param logits {@code [steps, batch, classes]}
     * @param labels {@code [batch]}; a label that is no class gives the loss NaN
     * @param loss out, {@code [batch]}
     * @param gradLogits out, {@code [steps, batch, classes]}; may be {@code logits}
     */
    public static void crossEntropyMeanLogits(
            KernelContext context,
            int steps,
            int batch,
            int classes,
            float[] logits,
            int[] labels,
            float[] loss,
            float[] gradLogits) {
        int sample = context.globalIdx;
        if (sample < batch) {
            loss[sample] = CrossEntropy.ofMean(steps, batch, classes, sample, logits, labels[sample], gradLogits);
        }
    }

    /**
     * Mean over the steps of each step's cross-entropy: {@code gradLogits[t, n, k] = (softmax(logits[t, n])[k] - (k ==
     * label)) / (batch * steps)}. Source: temporal efficient training (TET), Deng et al. 2022.
     *
     * <p>Launch: one work-item a sample. Cost: reads {@code 4 * steps * batch * classes} bytes, writes as many; an {@code exp}
     * for each logit.
     *
     * @param logits {@code [steps, batch, classes]}
     * @param labels {@code [batch]}; a label that is no class gives the loss NaN
     * @param loss out, {@code [batch]}
     * @param gradLogits out, {@code [steps, batch, classes]}; may be {@code logits}
     */
    public static void crossEntropyMeanLoss(
            KernelContext context,
            int steps,
            int batch,
            int classes,
            float[] logits,
            int[] labels,
            float[] loss,
            float[] gradLogits) {
        int sample = context.globalIdx;
        if (sample < batch) {
            loss[sample] = CrossEntropy.meanOfSteps(steps, batch, classes, sample, logits, labels[sample], gradLogits);
        }
    }

    /**
     * The class of the largest mean logit, the first of equals. A NaN is never the largest; if all are, the class is 0.
     *
     * <p>Launch: one work-item a sample. Cost: reads {@code 4 * steps * batch * classes} bytes.
     *
     * @param logits {@code [steps, batch, classes]}
     * @param predicted out, {@code [batch]}
     */
    public static void predictClass(
            KernelContext context, int steps, int batch, int classes, float[] logits, int[] predicted) {
        int sample = context.globalIdx;
        if (sample < batch) {
            predicted[sample] = CrossEntropy.largest(steps, batch, classes, sample, logits);
        }
    }
}
