package dev.soma.runtime.catalog;

import java.util.Arrays;

/**
 * Batch normalisation in double precision over {@code x [steps, rows, features]}, written from its equations, with bounds for
 * what rounding to float may do.
 */
final class NormalizationReference {
    final int steps;
    final int rows;
    final int features;

    NormalizationReference(int steps, int rows, int features) {
        this.steps = steps;
        this.rows = rows;
        this.features = features;
    }

    /** Values and how far floats may be from them. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
    record Bounded(double[] values, double[] allowed) {
        static Bounded zeros(int length) {
            return new Bounded(new double[length], new double[length]);
        }

        void set(int index, double value, double bound) {
            values[index] = value;
            allowed[index] = bound;
        }

        Expected expected() {
            return Expected.within(values, allowed);
        }
    }

    /** Batch statistics: means, biased variances, {@code 1 / sqrt(var + eps)}. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
    record Statistics(Bounded mean, double[] var, Bounded invStd) {}

    Statistics statistics(double[] x, double eps) {
        Statistics statistics = new Statistics(
                Bounded.zeros(steps * features), new double[steps * features], Bounded.zeros(steps * features));
        for (int step = 0; step < steps; step++) {
            for (int f = 0; f < features; f++) {
                double sum = 0;
                double largest = 0;
                for (int row = 0; row < rows; row++) {
                    sum += x[index(step, row, f)];
                    largest = Math.max(largest, Math.abs(x[index(step, row, f)]));
                }
                double mean = sum / rows;
                double squares = 0;
                for (int row = 0; row < rows; row++) {
                    squares += Math.pow(x[index(step, row, f)] - mean, 2);
                }
                double var = squares / rows;
                double invStd = 1 / Math.sqrt(var + eps);
                int s = step * features + f;
                statistics.mean.set(s, mean, Tolerance.ROUNDING.times(largest) + Tolerance.SUM.times(Math.sqrt(var)));
                statistics.var[s] = var;
                statistics.invStd.set(s, invStd, Tolerance.SUM.times(invStd));
            }
        }
        return statistics;
    }

    Bounded forwardTraining(double[] x, double eps, double[] gamma, double[] beta) {
        Statistics statistics = statistics(x, eps);
        Bounded y = Bounded.zeros(x.length);
        for (int i = 0; i < x.length; i++) {
            int f = i % features;
            int s = stepOf(i) * features + f;
            double scale = statistics.invStd.values[s] * gamma[f];
            double centred = x[i] - statistics.mean.values[s];
            double deviation = Math.sqrt(statistics.var[s]);
            y.set(
                    i,
                    centred * scale + beta[f],
                    Math.abs(scale) * statistics.mean.allowed[s]
                            + Tolerance.SUM.times(Math.abs(scale) * (Math.abs(centred) + deviation))
                            + Tolerance.ROUNDING.times(Math.abs(beta[f])));
        }
        return y;
    }

    /** The running means and variances after all steps, from those before. */
    Bounded[] running(double[] x, double momentum, double[] oldMean, double[] oldVar) {
        Statistics statistics = statistics(x, 1);
        Bounded mean = new Bounded(
                oldMean.clone(),
                Arrays.stream(oldMean)
                        .map(Math::abs)
                        .map(Tolerance.ROUNDING::times)
                        .toArray());
        Bounded var = new Bounded(
                oldVar.clone(),
                Arrays.stream(oldVar)
                        .map(Math::abs)
                        .map(Tolerance.ROUNDING::times)
                        .toArray());
        for (int s = 0; s < steps * features; s++) {
            int f = s % features;
            double unbiased = statistics.var[s] * rows / (rows - 1);
            double batchMean = statistics.mean.values[s];
            mean.set(
                    f,
                    (1 - momentum) * mean.values[f] + momentum * batchMean,
                    mean.allowed[f]
                            + momentum * (statistics.mean.allowed[s] + Tolerance.ROUNDING.times(Math.abs(batchMean))));
            var.set(
                    f,
                    (1 - momentum) * var.values[f] + momentum * unbiased,
                    var.allowed[f] + momentum * Tolerance.SUM.times(unbiased));
        }
        return new Bounded[] {mean, var};
    }

    Bounded forwardEvaluation(double[] x, double eps, double[] gamma, double[] beta, double[] mean, double[] var) {
        Bounded y = Bounded.zeros(x.length);
        for (int i = 0; i < x.length; i++) {
            int f = i % features;
            double scale = gamma[f] / Math.sqrt(var[f] + eps);
            double product = (x[i] - mean[f]) * scale;
            y.set(i, product + beta[f], Tolerance.ROUNDING.times(Math.abs(product) + Math.abs(beta[f])));
        }
        return y;
    }

    /** Gradients of x, gamma and beta. */
    record Gradients(Bounded x, Bounded gamma, Bounded beta) {}

    Gradients backwardTraining(double[] gradY, double[] x, double[] gamma, double[] mean, double[] invStd) {
        Gradients gradients = new Gradients(Bounded.zeros(x.length), Bounded.zeros(features), Bounded.zeros(features));
        for (int step = 0; step < steps; step++) {
            for (int f = 0; f < features; f++) {
                int s = step * features + f;
                double sum = 0;
                double sumSize = 0;
                double product = 0;
                double productSize = 0;
                for (int row = 0; row < rows; row++) {
                    int i = index(step, row, f);
                    double xHat = (x[i] - mean[s]) * invStd[s];
                    sum += gradY[i];
                    sumSize += Math.abs(gradY[i]);
                    product += gradY[i] * xHat;
                    productSize += Math.abs(gradY[i] * xHat);
                }
                gradients.gamma.values[f] += product;
                gradients.gamma.allowed[f] += Tolerance.SUM.times(productSize);
                gradients.beta.values[f] += sum;
                gradients.beta.allowed[f] += Tolerance.SUM.times(sumSize);
                for (int row = 0; row < rows; row++) {
                    int i = index(step, row, f);
                    double xHat = (x[i] - mean[s]) * invStd[s];
                    double scale = gamma[f] * invStd[s];
                    double size = Math.abs(gradY[i]) + sumSize / rows + Math.abs(xHat) * productSize / rows;
                    gradients.x.set(
                            i,
                            scale * (gradY[i] - sum / rows - xHat * product / rows),
                            Tolerance.SUM.times(Math.abs(scale) * size));
                }
            }
        }
        return gradients;
    }

    Gradients backwardEvaluation(double[] gradY, double[] x, double eps, double[] gamma, double[] mean, double[] var) {
        Gradients gradients = new Gradients(Bounded.zeros(x.length), Bounded.zeros(features), Bounded.zeros(features));
        for (int i = 0; i < x.length; i++) {
            int f = i % features;
            double invStd = 1 / Math.sqrt(var[f] + eps);
            double product = gradY[i] * (x[i] - mean[f]) * invStd;
            double gradX = gradY[i] * gamma[f] * invStd;
            gradients.x.set(i, gradX, Tolerance.ROUNDING.times(Math.abs(gradX)));
            gradients.gamma.values[f] += product;
            gradients.gamma.allowed[f] += Tolerance.SUM.times(Math.abs(product));
            gradients.beta.values[f] += gradY[i];
            gradients.beta.allowed[f] += Tolerance.SUM.times(Math.abs(gradY[i]));
        }
        return gradients;
    }

    private int index(int step, int row, int feature) {
        return (step * rows + row) * features + feature;
    }

    private int stepOf(int index) {
        return index / features / rows;
    }
}
