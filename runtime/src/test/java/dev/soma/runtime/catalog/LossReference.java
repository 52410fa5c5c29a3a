package dev.soma.runtime.catalog;

import java.util.Arrays;

/** Softmax cross-entropy in double precision; logits are {@code [steps, batch, classes]}. */
record LossReference(int steps, int batch, int classes) {

    /** The mean logits over the steps, {@code [batch, classes]}. */
    double[] mean(double[] logits) {
        double[] mean = new double[batch * classes];
        for (int i = 0; i < logits.length; i++) {
            mean[i % mean.length] += logits[i];
        }
        return Arrays.stream(mean).map(sum -> sum / steps).toArray();
    }

    /** The loss of the mean logits, {@code [batch]}. */
    double[] ofMean(double[] logits, int[] labels) {
        double[] mean = mean(logits);
        double[] loss = new double[batch];
        for (int n = 0; n < batch; n++) {
            loss[n] = crossEntropy(mean, n * classes, labels[n]);
        }
        return loss;
    }

    /** The mean of the steps' losses, {@code [batch]}. */
    double[] meanOfSteps(double[] logits, int[] labels) {
        double[] loss = new double[batch];
        for (int t = 0; t < steps; t++) {
            for (int n = 0; n < batch; n++) {
                loss[n] += crossEntropy(logits, (t * batch + n) * classes, labels[n]) / steps;
            }
        }
        return loss;
    }

    /** The gradient of the mean of {@link #ofMean}, like the logits. */
    double[] gradientOfMean(double[] logits, int[] labels) {
        double[] softmax = softmax(mean(logits));
        double[] gradient = new double[logits.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (softmax[i % softmax.length] - target(labels, i)) / (batch * steps);
        }
        return gradient;
    }

    /** The gradient of the mean of {@link #meanOfSteps}, like the logits. */
    double[] gradientOfSteps(double[] logits, int[] labels) {
        double[] gradient = softmax(logits);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (gradient[i] - target(labels, i)) / (batch * steps);
        }
        return gradient;
    }

    /** The softmax of each row of {@code [any, classes]}. */
    double[] softmax(double[] logits) {
        double[] softmax = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            softmax[i] = Math.exp(logits[i] - logSum(logits, i / classes * classes));
        }
        return softmax;
    }

    /** 1 if element {@code i} of the logits belongs to the label of its sample, else 0. */
    int target(int[] labels, int i) {
        return i % classes == labels[i / classes % batch] ? 1 : 0;
    }

    private double crossEntropy(double[] logits, int base, int label) {
        return label >= 0 && label < classes ? logSum(logits, base) - logits[base + label] : Double.NaN;
    }

    private double logSum(double[] logits, int base) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            largest = Math.max(largest, logits[base + k]);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += Math.exp(logits[base + k] - largest);
        }
        return largest + Math.log(sum);
    }
}
