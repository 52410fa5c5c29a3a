package dev.soma.bench;

import dev.soma.layers.Network;
import dev.soma.layers.Parameter;
import dev.soma.layers.Pass;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import dev.soma.layers.Tensor;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.ImageDataset;
import dev.soma.layers.data.MnistSmall;
import dev.soma.layers.data.Split;
import dev.soma.layers.models.Models;
import dev.soma.layers.models.Norm;
import dev.soma.layers.models.Options;
import dev.soma.layers.train.ClassificationLoss;
import dev.soma.layers.train.Sgd;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.SgdSettings;
import dev.soma.runtime.catalog.HostArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole training step of the digits network with MPBN: forward, cross-entropy, backward and SGD with momentum, on batches of
 * real digits taken in turn. Both sides start with the same parameters and compute the first convolution once for all time steps.
 */
final class TrainingWork {
    /** Time steps, T. */
    static final int STEPS = 4;

    /** The learning rate. */
    static final float LEARNING_RATE = 0.02f;

    /** The other constants of SGD. */
    static final SgdSettings SGD = new SgdSettings(0.9f, 5e-4f, false);

    private static final int CLASSES = 10;
    private static final int BATCHES = 8;
    private static final long SEED = 1;
    private static final Signal INPUT = Signal.image(28, 28, 1);
    private static final Sequential NETWORK = Models.digits(new Options(STEPS, CLASSES, Norm.MPBN), INPUT);

    private TrainingWork() {}

    /**
     * A batch.
     *
     * @param x {@code [N, 28, 28, 1]}
     * @param labels {@code [N]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
    record Batch(float[] x, int[] labels) {}

    /** The step with that many samples. */
    static Work of(int batch) {
        return new Work(
                "training step of the digits network",
                0,
                new Agreement.Tolerance(1e-3, 1e-5, 1e-2),
                device -> new Soma(device, batches(batch)),
                pyTorch -> new TorchDigits(pyTorch, initialState(), batches(batch)));
    }

    private static List<Batch> batches(int batch) {
        ImageDataset digits = MnistSmall.load(Split.TRAIN);
        BatchReader reader = new BatchReader(digits);
        List<Batch> batches = new ArrayList<>();
        for (int number = 0; number < BATCHES; number++) {
            int[] indices = new int[batch];
            int first = number * batch;
            Arrays.setAll(indices, n -> first + n);
            Batch read = new Batch(new float[INPUT.size(batch)], new int[batch]);
            reader.read(0, indices, read.x(), read.labels());
            batches.add(read);
        }
        return batches;
    }

    /** The parameters and statistics that Soma's side starts with. */
    private static Map<String, HostArray> initialState() {
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(1));
                Network network = Network.build(device, NETWORK, INPUT, SEED)) {
            return network.save();
        }
    }

    private static final class Soma implements Side {
        private final List<Batch> batches;
        private final Network network;
        private final ClassificationLoss loss;
        private final Sgd optimizer;
        private int next;
        private float[] losses = {};

        Soma(Device device, List<Batch> batches) {
            this.batches = batches;
            this.network = Network.build(device, NETWORK, INPUT, SEED);
            this.loss = new ClassificationLoss(network, LossReduction.MEAN_LOGITS);
            this.optimizer = new Sgd(network, SGD);
        }

        @Override
        public void run() {
            Batch batch = batches.get(next++ % batches.size());
            Tensor input = network.input(batch.labels().length, batch.x());
            Tensor logits = network.forward(input, Pass.TRAINING);
            input.release();
            ClassificationLoss.Result result = loss.of(logits, batch.labels());
            logits.release();
            network.backward(result.gradient());
            optimizer.step(LEARNING_RATE);
            network.device().finish();
            losses = result.losses();
        }

        @Override
        public Map<String, float[]> results() {
            Map<String, float[]> results = new LinkedHashMap<>();
            results.put("losses", losses);
            for (Parameter parameter : network.parameters()) {
                results.put(
                        "gradient of " + parameter.name(), parameter.gradient().toFloats());
            }
            return results;
        }

        @Override
        public void close() {
            optimizer.close();
            loss.close();
            network.close();
        }
    }
}
