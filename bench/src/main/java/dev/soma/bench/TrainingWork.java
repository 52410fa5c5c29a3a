package dev.soma.bench;

import dev.soma.layers.Lif;
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
import java.util.function.BiFunction;
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

    /** How many times as fast as PyTorch a step is meant to be. */
    private static final double AIM = 3;

    /** A neuron that fires on one side only changes all that follow in its image. */
    private static final Agreement.Tolerance TOLERANCE = new Agreement.Tolerance(0.1, 1e-4, 0.1);

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
    static Work<PyTorch> digits(int batch) {
        Signal image = Signal.image(28, 28, 1);
        return work(
                "training step of the digits network",
                0,
                new Agreement.Tolerance(1e-3, 1e-5, 1e-2),
                () -> new TrainingWork(image, Models.digits(OPTIONS, image), digitBatches(batch, image)));
    }

    /** A network on that many square images of noise. */
    static Work<PyTorch> ofImages(String network, BiFunction<Options, Signal, Sequential> model, int batch, int side) {
        return work("training step of " + network, AIM, TOLERANCE, () -> onNoise(model, batch, side));
    }

    /** ResNet-20 on that many square images of noise, beside SpikingJelly. */
    static Work<SpikingJelly> besideSpikingJelly(int batch, int side) {
        Supplier<TrainingWork> of = () -> onNoise(Models::resNet20, batch, side);
        return new Work<>(
                "training step of ResNet-20",
                0,
                0,
                TOLERANCE,
                device -> of.get().soma(device),
                spikingJelly -> of.get().peer(spikingJelly));
    }

    private static TrainingWork onNoise(BiFunction<Options, Signal, Sequential> model, int batch, int side) {
        Signal image = Signal.image(side, side, 3);
        return new TrainingWork(image, model.apply(OPTIONS, image), noiseBatches(batch, image));
    }

    private static Work<PyTorch> work(
            String name, double aim, Agreement.Tolerance tolerance, Supplier<TrainingWork> of) {
        return new Work<>(
                name,
                0,
                aim,
                tolerance,
                device -> of.get().soma(device),
                pyTorch -> of.get().peer(pyTorch));
    }

    private Side soma(Device device) {
        return new Soma(device);
    }

    private Side peer(PyTorch pyTorch) {
        TorchNetwork peer = new TorchNetwork(pyTorch, network, new Lif(), STEPS, initialState());
        return new TorchTraining(pyTorch, peer, input, batches);
    }

    private Side peer(SpikingJelly spikingJelly) {
        int size = batches.getFirst().labels().length;
        float[] images = new float[batches.size() * input.size(size)];
        int[] labels = new int[batches.size() * size];
        for (int number = 0; number < batches.size(); number++) {
            Batch batch = batches.get(number);
            System.arraycopy(batch.x(), 0, images, number * batch.x().length, batch.x().length);
            System.arraycopy(batch.labels(), 0, labels, number * size, size);
        }
        return spikingJelly.training(new SpikingJelly.Task(
                initialState(),
                STEPS,
                HostArray.of(images, batches.size(), size, input.height(), input.width(), input.channels()),
                HostArray.of(labels, batches.size(), size)));
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
