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
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A whole training step of a network with MPBN: forward, cross-entropy, backward and SGD with momentum, on batches taken in
 * turn. Both sides start with the same parameters and compute the first convolution once for all time steps.
 */
final class TrainingWork {
    /** Time steps, T. */
    static final int STEPS = 4;

    /** The learning rate. */
    static final float LEARNING_RATE = 0.02f;

    /** The other constants of SGD. */
    static final SgdSettings SGD = new SgdSettings(0.9f, 5e-4f, false);

    private static final Options OPTIONS = new Options(STEPS, 10, Norm.MPBN);
    private static final int BATCHES = 8;
    private static final long SEED = 1;

    private final Signal input;
    private final Sequential network;
    private final List<Batch> batches;

    private TrainingWork(Signal input, Sequential network, List<Batch> batches) {
        this.input = input;
        this.network = network;
        this.batches = batches;
    }

    /**
     * A batch.
     *
     * @param x {@code [N, H, W, C]}
     * @param labels {@code [N]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier: never compared, never a key
    record Batch(float[] x, int[] labels) {}

    /** The digits network on that many real digits. */
    static Work digits(int batch) {
        Signal image = Signal.image(28, 28, 1);
        return work(
                "training step of the digits network",
                new Agreement.Tolerance(1e-3, 1e-5, 1e-2),
                () -> new TrainingWork(image, Models.digits(OPTIONS, image), digitBatches(batch, image)));
    }

    /** ResNet-20 on that many square images of noise. */
    static Work resNet20(int batch, int side) {
        Signal image = Signal.image(side, side, 3);
        return work(
                "training step of ResNet-20",
                // a neuron that fires on one side only changes all that follow in its image
                new Agreement.Tolerance(0.1, 1e-4, 0.1),
                () -> new TrainingWork(image, Models.resNet20(OPTIONS, image), noiseBatches(batch, image)));
    }

    private static Work work(String name, Agreement.Tolerance tolerance, Supplier<TrainingWork> of) {
        return new Work(
                name,
                0,
                tolerance,
                device -> of.get().soma(device),
                pyTorch -> of.get().peer(pyTorch));
    }

    private Side soma(Device device) {
        return new Soma(device);
    }

    private Side peer(PyTorch pyTorch) {
        TorchNetwork peer = new TorchNetwork(pyTorch, network, STEPS, initialState());
        return new TorchTraining(pyTorch, peer, input, batches);
    }

    private static List<Batch> digitBatches(int batch, Signal image) {
        ImageDataset digits = MnistSmall.load(Split.TRAIN);
        BatchReader reader = new BatchReader(digits);
        List<Batch> batches = new ArrayList<>();
        for (int number = 0; number < BATCHES; number++) {
            int[] indices = new int[batch];
            int first = number * batch;
            Arrays.setAll(indices, n -> first + n);
            Batch read = new Batch(new float[image.size(batch)], new int[batch]);
            reader.read(0, indices, read.x(), read.labels());
            batches.add(read);
        }
        return batches;
    }

    private static List<Batch> noiseBatches(int batch, Signal image) {
        List<Batch> batches = new ArrayList<>();
        for (int number = 0; number < BATCHES; number++) {
            int[] labels = new SplittableRandom(number)
                    .ints(batch, 0, OPTIONS.classes())
                    .toArray();
            batches.add(new Batch(RandomArrays.normal(number, image.size(batch), 1), labels));
        }
        return batches;
    }

    /** The parameters and statistics that Soma's side starts with. */
    private Map<String, HostArray> initialState() {
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(1));
                Network initial = Network.build(device, network, input, SEED)) {
            return initial.save();
        }
    }

    private final class Soma implements Side {
        private final Network live;
        private final ClassificationLoss loss;
        private final Sgd optimizer;
        private int next;
        private float[] losses = {};

        Soma(Device device) {
            this.live = Network.build(device, network, input, SEED);
            this.loss = new ClassificationLoss(live, LossReduction.MEAN_LOGITS);
            this.optimizer = new Sgd(live, SGD);
        }

        @Override
        public void run() {
            Batch batch = batches.get(next++ % batches.size());
            Tensor x = live.input(batch.labels().length, batch.x());
            Tensor logits = live.forward(x, Pass.TRAINING);
            x.release();
            ClassificationLoss.Result result = loss.of(logits, batch.labels());
            logits.release();
            live.backward(result.gradient());
            optimizer.step(LEARNING_RATE);
            live.device().finish();
            losses = result.losses();
        }

        @Override
        public Map<String, float[]> results() {
            Map<String, float[]> results = new LinkedHashMap<>();
            results.put("losses", losses);
            for (Parameter parameter : live.parameters()) {
                results.put(
                        "gradient of " + parameter.name(), parameter.gradient().toFloats());
            }
            return results;
        }

        @Override
        public void close() {
            optimizer.close();
            loss.close();
            live.close();
        }
    }
}
