package dev.soma.kernels.loss;

import dev.soma.kernels.KernelMath;

/**
 * Softmax cross-entropy of one sample. The largest logit is subtracted before {@code exp}, so that no sum overflows; sums are
 * taken in the order of steps and classes. Logits and their gradient are {@code [steps, batch, classes]}, and may be the same
 * array.
 */
public final class CrossEntropy {
    private CrossEntropy() {}

    /** The loss of the mean logits over the steps; writes the sample's gradient, divided by {@code batch}. */
    public static float ofMean(
            int steps, int batch, int classes, int sample, float[] logits, int label, float[] gradLogits) {
        int base = sample * classes;
        int stepSize = batch * classes;
        // the mean logits stand where the gradient of the first step will
        for (int k = 0; k < classes; k++) {
            gradLogits[base + k] = meanLogit(steps, stepSize, logits, base + k);
        }
        float loss = ofStep(classes, steps * batch, gradLogits, base, label, gradLogits);
        for (int t = 1; t < steps; t++) {
            for (int k = 0; k < classes; k++) {
                gradLogits[t * stepSize + base + k] = gradLogits[base + k];
            }
        }
        return loss;
    }

    /** The mean over the steps of each step's loss; writes the sample's gradient, divided by {@code batch}. */
    public static float meanOfSteps(
            int steps, int batch, int classes, int sample, float[] logits, int label, float[] gradLogits) {
        float sum = 0f;
        for (int t = 0; t < steps; t++) {
            sum += ofStep(classes, steps * batch, logits, (t * batch + sample) * classes, label, gradLogits);
        }
        return sum / steps;
    }

    /** The class of the largest mean logit, the first of equals. A NaN is never the largest; if all are, the class is 0. */
    public static int largest(int steps, int batch, int classes, int sample, float[] logits) {
        float largest = Float.NEGATIVE_INFINITY;
        int best = 0;
        for (int k = 0; k < classes; k++) {
            float z = meanLogit(steps, batch * classes, logits, sample * classes + k);
            if (z > largest) {
                largest = z;
                best = k;
            }
        }
        return best;
    }

    private static float meanLogit(int steps, int stepSize, float[] logits, int index) {
        float sum = 0f;
        for (int t = 0; t < steps; t++) {
            sum += logits[t * stepSize + index];
        }
        return sum / steps;
    }

    /** The loss of the logits from {@code base} on; their gradient, divided by {@code divisor}, goes to the same place. */
    private static float ofStep(int classes, float divisor, float[] logits, int base, int label, float[] gradient) {
        float largest = Float.NEGATIVE_INFINITY;
        float wanted = Float.NaN;
        for (int k = 0; k < classes; k++) {
            float z = logits[base + k];
            largest = Math.max(largest, z);
            if (k == label) {
                wanted = z;
            }
        }
        float sum = 0f;
        for (int k = 0; k < classes; k++) {
            float e = KernelMath.exp(logits[base + k] - largest);
            gradient[base + k] = e;
            sum += e;
        }
        for (int k = 0; k < classes; k++) {
            float target = k == label ? 1f : 0f;
            gradient[base + k] = (gradient[base + k] / sum - target) / divisor;
        }
        return KernelMath.log(sum) - (wanted - largest);
    }
}
