package dev.soma.bench;

import static dev.soma.bench.TorchNeurons.then;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.soma.layers.Lif;
import dev.soma.runtime.catalog.HostArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training step of {@link dev.soma.layers.models.Models#digits} in PyTorch. Names and numbers of the layers are Soma's. The
 * spikes of all steps go through each convolution as one batch.
 */
final class TorchDigits implements Side {
    private static final int SIDE = 28;

    /** Pixels that the flattening joins: 28 x 28 after two poolings. */
    private static final int JOINED_PIXELS = 49;

    private static final String JOINED_WEIGHT = "10.weight";

    private final PyTorch pyTorch;
    private final TorchNeurons neurons;
    private final NDArray one;
    private final Map<String, HostArray> initial;
    private final Map<String, TorchParameter> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> statistics = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private int steps;
    private float[] losses = {};

    /** A batch, {@code x [N, 1, 28, 28]} and {@code labels [N, 1]}. */
    private record Batch(NDArray x, NDArray labels) {}

    TorchDigits(PyTorch pyTorch, Map<String, HostArray> initial, List<TrainingWork.Batch> hostBatches) {
        this.pyTorch = pyTorch;
        this.initial = initial;
        neurons = new TorchNeurons(pyTorch, Lif.DEFAULT_DECAY);
        one = pyTorch.scalar(1);
        initial.forEach((name, array) -> {
            if (name.contains("running")) {
                statistics.put(name, pyTorch.array(array.floats(), array.length()));
            } else {
                parameters.put(name, new TorchParameter(toPyTorch(name, array), name.endsWith("weight")));
            }
        });
        for (TrainingWork.Batch batch : hostBatches) {
            int size = batch.labels().length;
            batches.add(
                    new Batch(pyTorch.array(batch.x(), size, 1, SIDE, SIDE), pyTorch.labels(batch.labels(), size, 1)));
        }
    }

    @Override
    public void run() {
        Batch batch = batches.get(steps++ % batches.size());
        parameters.values().forEach(TorchParameter::renew);
        try (NDScope _ = new NDScope()) {
            NDArray loss = pyTorch.recording(() -> losses(batch));
            losses = loss.toFloatArray();
            PyTorch.backward(loss, one.div(losses.length).broadcast(loss.getShape()));
        }
        parameters.values().forEach(parameter -> parameter.update(TrainingWork.SGD, TrainingWork.LEARNING_RATE));
    }

    /** The loss of each sample. */
    private NDArray losses(Batch batch) {
        NDArray encoded = then(convolution("0", batch.x()), y -> batchNorm("1", y));
        NDArray first = then(then(encoded, x -> fire("3", repeat(x))), TorchDigits::maxPool);
        NDArray current = then(then(first, x -> convolution("5", x)), y -> batchNorm("6", y));
        NDArray second = then(then(current, x -> fire("7", inSteps(x))), TorchDigits::maxPool);
        NDArray joined = then(second, x -> x.reshape(x.getShape().get(0), -1));
        NDArray hiddenCurrent = then(then(joined, x -> linear("10", x)), y -> batchNorm("11", y));
        NDArray logits = then(then(hiddenCurrent, x -> fire("12", inSteps(x))), x -> linear("13", x));
        NDArray overTime =
                then(logits, z -> z.reshape(TrainingWork.STEPS, -1, z.getShape().get(1)));
        NDArray mean = then(overTime, z -> z.mean(new int[] {0}));
        return mean.logSoftmax(1).gather(batch.labels(), 1).neg().squeeze(1);
    }

    private static NDList repeat(NDArray x) {
        NDList repeated = new NDList();
        for (int t = 0; t < TrainingWork.STEPS; t++) {
            repeated.add(x.reshape(x.getShape()));
        }
        return repeated;
    }

    private NDArray convolution(String layer, NDArray x) {
        Shape ones = new Shape(1, 1);
        return x.getNDArrayInternal()
                .convolution(x, leaf(layer + ".weight"), null, ones, ones, ones, 1)
                .singletonOrThrow();
    }

    private NDArray linear(String layer, NDArray x) {
        TorchParameter bias = parameters.get(layer + ".bias");
        return x.getNDArrayInternal()
                .linear(x, leaf(layer + ".weight"), bias == null ? null : bias.leaf())
                .singletonOrThrow();
    }

    private NDArray batchNorm(String layer, NDArray x) {
        return norm(layer).apply(x);
    }

    private TorchBatchNorm norm(String layer) {
        return new TorchBatchNorm(
                leaf(layer + ".gamma"),
                leaf(layer + ".beta"),
                statistic(layer + ".runningMean"),
                statistic(layer + ".runningVar"));
    }

    private static NDArray maxPool(NDArray x) {
        Shape two = new Shape(2, 2);
        return x.getNDArrayInternal().maxPool(two, two, new Shape(0, 0), false);
    }

    private static NDList inSteps(NDArray merged) {
        Shape shape = merged.getShape();
        Shape apart = new Shape(TrainingWork.STEPS, shape.get(0) / TrainingWork.STEPS).addAll(shape.slice(1));
        return TorchNeurons.steps(merged.reshape(apart), TrainingWork.STEPS);
    }

    /** The spikes of all steps as one batch. */
    private NDArray fire(String layer, NDList xSeq) {
        NDArray spikes = neurons.record(xSeq, norm(layer + ".mpbn")::apply);
        return spikes.reshape(new Shape(-1).addAll(spikes.getShape().slice(2)));
    }

    @Override
    public Map<String, float[]> results() {
        Map<String, float[]> results = new LinkedHashMap<>();
        results.put("losses", losses);
        parameters.forEach((name, parameter) -> results.put("gradient of " + name, toSoma(name, parameter.gradient())));
        return results;
    }

    private NDArray leaf(String name) {
        return known(name, parameters.get(name)).leaf();
    }

    private NDArray statistic(String name) {
        return known(name, statistics.get(name));
    }

    private static <T> T known(String name, @Nullable T value) {
        return Objects.requireNonNull(value, () -> "the network has no " + name);
    }

    private NDArray toPyTorch(String name, HostArray array) {
        int[] shape = array.shape();
        if (shape.length == 1) {
            return pyTorch.array(array.floats(), array.length());
        }
        WeightSizes sizes = WeightSizes.of(name, array);
        float[] values = Layout.weightToPyTorch(array.floats(), sizes.taps(), sizes.in(), sizes.out());
        return shape.length == 4
                ? pyTorch.array(values, sizes.out(), sizes.in(), shape[0], shape[1])
                : pyTorch.array(values, sizes.out(), (long) sizes.in() * sizes.taps());
    }

    private float[] toSoma(String name, float[] values) {
        HostArray array = known(name, initial.get(name));
        if (array.shape().length == 1) {
            return values;
        }
        WeightSizes sizes = WeightSizes.of(name, array);
        return Layout.weightToSoma(values, sizes.taps(), sizes.in(), sizes.out());
    }

    /** A weight in Soma, {@code [taps, in, out]}. */
    private record WeightSizes(int taps, int in, int out) {
        static WeightSizes of(String name, HostArray array) {
            int[] shape = array.shape();
            int out = shape[shape.length - 1];
            int taps = shape.length == 4 ? shape[0] * shape[1] : name.equals(JOINED_WEIGHT) ? JOINED_PIXELS : 1;
            return new WeightSizes(taps, array.length() / out / taps, out);
        }
    }

    @Override
    public void close() {
        parameters.values().forEach(TorchParameter::close);
        statistics.values().forEach(NDArray::close);
        batches.forEach(batch -> {
            batch.x().close();
            batch.labels().close();
        });
        one.close();
    }
}
