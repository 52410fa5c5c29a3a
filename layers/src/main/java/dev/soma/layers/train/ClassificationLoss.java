package dev.soma.layers.train;

import dev.soma.layers.Network;
import dev.soma.layers.Tensor;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.LossShape;
import org.jspecify.annotations.Nullable;

/** Cross-entropy of a network's logits {@code [T, N, classes]}, and its predictions. */
public final class ClassificationLoss implements AutoCloseable {
    private final Network network;
    private final LossReduction reduction;
    private @Nullable Buffers buffers;

    /** Buffers for one batch size. */
    private record Buffers(int batch, Buffer labels, Buffer losses, Buffer classes) implements AutoCloseable {
        static Buffers of(Device device, int batch) {
            return new Buffers(
                    batch,
                    device.allocate(DataType.INT, batch),
                    device.allocate(DataType.FLOAT, batch),
                    device.allocate(DataType.INT, batch));
        }

        @Override
        public void close() {
            labels.close();
            losses.close();
            classes.close();
        }
    }

    /**
     * What a batch gave.
     *
     * @param losses loss of each sample
     * @param classes predicted class of each sample
     * @param gradient gradient of the mean loss with respect to the logits, held once
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
    public record Result(float[] losses, int[] classes, Tensor gradient) {}

    /**
     * For a network whose output is one vector of logits a step.
     *
     * @throws IllegalArgumentException if the output is something else
     */
    public ClassificationLoss(Network network, LossReduction reduction) {
        if (network.output().spikes() || !network.output().isVector()) {
            throw new IllegalArgumentException(
                    "the network gives " + network.output() + ", expected vectors of floats, one logit a class");
        }
        this.network = network;
        this.reduction = reduction;
    }

    /** Computes losses, predictions and gradient; the caller keeps its hold on the logits. */
    public Result of(Tensor logits, int... labels) {
        int batch = logits.batch();
        if (labels.length != batch) {
            throw new IllegalArgumentException("there are " + labels.length + " labels for " + batch + " samples");
        }
        Buffers sized = sizedFor(batch);
        Tensor gradient = network.tensor(logits.signal(), batch);
        sized.labels().copyFrom(labels);
        network.device()
                .ops()
                .loss()
                .crossEntropy(
                        shape(logits), reduction, logits.buffer(), sized.labels(), sized.losses(), gradient.buffer());
        return new Result(sized.losses().toFloats(), predict(logits), gradient);
    }

    /** The predicted class of each sample; the caller keeps its hold on the logits. */
    public int[] predict(Tensor logits) {
        Buffers sized = sizedFor(logits.batch());
        network.device().ops().loss().predict(shape(logits), logits.buffer(), sized.classes());
        return sized.classes().toInts();
    }

    private static LossShape shape(Tensor logits) {
        return new LossShape(
                logits.signal().steps(), logits.batch(), logits.signal().channels());
    }

    private Buffers sizedFor(int batch) {
        Buffers current = buffers;
        if (current == null || current.batch() != batch) {
            if (current != null) {
                current.close();
            }
            current = Buffers.of(network.device(), batch);
            buffers = current;
        }
        return current;
    }

    /** Frees the buffers. */
    @Override
    public void close() {
        if (buffers != null) {
            buffers.close();
        }
    }
}
