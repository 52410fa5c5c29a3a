package dev.soma.bench;

import static dev.soma.bench.TorchNeurons.then;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.soma.layers.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The training step of {@link TrainingWork} in PyTorch. */
final class TorchTraining implements Side {
    private final PyTorch pyTorch;
    private final TorchNetwork network;
    private final List<Batch> batches = new ArrayList<>();
    private final NDArray one;
    private int next;
    private float[] losses = {};

    /** A batch, {@code x [N, C, H, W]} and {@code labels [N, 1]}. */
    private record Batch(NDArray x, NDArray labels) {}

    TorchTraining(PyTorch pyTorch, TorchNetwork network, Signal input, List<TrainingWork.Batch> hostBatches) {
        this.pyTorch = pyTorch;
        this.network = network;
        one = pyTorch.scalar(1);
        for (TrainingWork.Batch batch : hostBatches) {
            int size = batch.labels().length;
            batches.add(new Batch(pyTorch.images(batch.x(), size, input), pyTorch.labels(batch.labels(), size, 1)));
        }
    }

    @Override
    public void run() {
        Batch batch = batches.get(next++ % batches.size());
        network.parameters().forEach(TorchParameter::renew);
        try (NDScope _ = new NDScope()) {
            NDArray loss = pyTorch.recording(() -> losses(batch));
            losses = loss.toFloatArray();
            PyTorch.backward(loss, one.div(losses.length).broadcast(loss.getShape()));
        }
        network.parameters().forEach(parameter -> parameter.update(TrainingWork.SGD, TrainingWork.LEARNING_RATE));
    }

    /** The loss of each sample. */
    private NDArray losses(Batch batch) {
        NDArray scores = then(network.meanLogits(batch.x(), true), mean -> mean.logSoftmax(1));
        return then(scores, s -> s.gather(batch.labels(), 1).neg().squeeze(1));
    }

    @Override
    public Map<String, float[]> results() {
        Map<String, float[]> results = new LinkedHashMap<>();
        results.put("losses", losses);
        network.gradients().forEach((name, gradient) -> results.put("gradient of " + name, gradient));
        return results;
    }

    @Override
    public void close() {
        network.close();
        batches.forEach(batch -> {
            batch.x().close();
            batch.labels().close();
        });
        one.close();
    }
}
