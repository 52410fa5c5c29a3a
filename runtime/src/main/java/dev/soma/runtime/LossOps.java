package dev.soma.runtime;

/**
 * Softmax cross-entropy of logits over time.
 *
 * <pre>
 * MEAN_LOGITS: z = mean over t of logits[t];  loss[n] = log(sum of exp(z[n])) - z[n, label]
 *              gradLogits[t, n, k] = (softmax(z[n])[k] - (k == label)) / (N T)
 * MEAN_LOSS:   loss[n] = mean over t of the cross-entropy of logits[t, n]
 *              gradLogits[t, n, k] = (softmax(logits[t, n])[k] - (k == label)) / (N T)
 * </pre>
 *
 * The gradient is that of the mean of {@code loss} over the batch.
 */
public abstract class LossOps {
    private final Device device;

    /** For devices. */
    protected LossOps(Device device) {
        this.device = device;
    }

    /**
     * Loss and gradient in one.
     *
     * @param logits {@code [T, N, K]}
     * @param labels {@code [N]}, each 0 to K - 1; another value gives the loss NaN
     * @param loss out, {@code [N]}
     * @param gradLogits out, {@code [T, N, K]}
     */
    public final void crossEntropy(
            LossShape shape, LossReduction reduction, Buffer logits, Buffer labels, Buffer loss, Buffer gradLogits) {
        Check.floats(device, "logits", logits, shape.size());
        Check.ints(device, "labels", labels, shape.batch());
        Check.floats(device, "loss", loss, shape.batch());
        Check.floats(device, "gradLogits", gradLogits, shape.size());
        doCrossEntropy(shape, reduction, logits, labels, loss, gradLogits);
    }

    /**
     * The class of the largest mean logit, the first of equals. A NaN is never the largest; if all are, the class is 0.
     *
     * @param logits {@code [T, N, K]}
     * @param classes out, {@code [N]}
     */
    public final void predict(LossShape shape, Buffer logits, Buffer classes) {
        Check.floats(device, "logits", logits, shape.size());
        Check.ints(device, "classes", classes, shape.batch());
        doPredict(shape, logits, classes);
    }

    /** {@link #crossEntropy}, arguments checked. */
    protected abstract void doCrossEntropy(
            LossShape shape, LossReduction reduction, Buffer logits, Buffer labels, Buffer loss, Buffer gradLogits);

    /** {@link #predict}, arguments checked. */
    protected abstract void doPredict(LossShape shape, Buffer logits, Buffer classes);
}
