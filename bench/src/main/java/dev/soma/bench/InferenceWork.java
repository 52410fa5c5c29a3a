package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import dev.soma.layers.Fold;
import dev.soma.layers.Lif;
import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import dev.soma.layers.Tensor;
import dev.soma.layers.models.Models;
import dev.soma.layers.models.Norm;
import dev.soma.layers.models.Options;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.catalog.HostArray;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Inference of a network on square images of noise. Soma's network is folded: no normalisation is left. The running statistics
 * are those of one batch.
 */
final class InferenceWork {
    private static final int STEPS = 4;
    private static final int CLASSES = 10;
    private static final long SEED = 1;

    /** How many times as fast as PyTorch it is meant to be. */
    private static final double AIM = 6;

    /** The fold is meant to be free, but for what cannot be measured. */
    private static final double AIM_WITHOUT_MPBN = 0.98;

    /** A neuron that fires on one side only changes all that follow in its image. */
    private static final Agreement.Tolerance TOLERANCE = new Agreement.Tolerance(3e-2, 1e-4, 0.1);

    /** The same for a deep network without shortcuts, where it changes most of what follows in its image. */
    static final Agreement.Tolerance TOLERANCE_OF_DEEP = new Agreement.Tolerance(0.5, 1e-4, 0.1);

    /** A standard normal number exceeds it in 15 % of the cases, and so does a normalised potential. */
    private static final float THRESHOLD_OF_FEW = 1.0364f;

    private final BiFunction<Options, Signal, Sequential> model;
    private final Lif neurons;
    private final int batch;
    private final Signal input;
    private final float[] images;

    private InferenceWork(BiFunction<Options, Signal, Sequential> model, int batch, int side) {
        this(model, new Lif(), batch, side);
    }

    private InferenceWork(BiFunction<Options, Signal, Sequential> model, Lif neurons, int batch, int side) {
        this.model = model;
        this.neurons = neurons;
        this.batch = batch;
        this.input = Signal.image(side, side, 3);
        this.images = RandomArrays.normal(SEED, input.size(batch), 1);
    }

    /** Folded, beside PyTorch with all normalisations. */
    static Work<PyTorch> besideUnfolded(
            String network, BiFunction<Options, Signal, Sequential> model, int batch, int side) {
        return besideUnfolded("inference of " + network, AIM, model, new Lif(), batch, side);
    }

    /** The same with a higher threshold, that 15 % of the neurons exceed at a step. */
    static Work<PyTorch> ofFewSpikes(
            String network, BiFunction<Options, Signal, Sequential> model, int batch, int side) {
        LifSettings usual = LifSettings.DEFAULT;
        LifSettings settings = new LifSettings(THRESHOLD_OF_FEW, usual.reset(), usual.detachReset(), usual.surrogate());
        Lif neurons = new Lif(settings, Lif.DEFAULT_DECAY, false, null);
        return besideUnfolded("inference of " + network + " with 15 % spikes", 0, model, neurons, batch, side);
    }

    private static Work<PyTorch> besideUnfolded(
            String name, double aim, BiFunction<Options, Signal, Sequential> model, Lif neurons, int batch, int side) {
        return new Work<>(
                name,
                0,
                aim,
                TOLERANCE,
                device -> new InferenceWork(model, neurons, batch, side).folded(device, Norm.MPBN),
                pyTorch -> new InferenceWork(model, neurons, batch, side).peer(pyTorch));
    }

    /** ResNet-20 folded, beside SpikingJelly with all normalisations. */
    static Work<SpikingJelly> besideSpikingJelly(int batch, int side) {
        return new Work<>(
                "inference of ResNet-20",
                0,
                0,
                TOLERANCE,
                device -> new InferenceWork(Models::resNet20, batch, side).folded(device, Norm.MPBN),
                spikingJelly -> new InferenceWork(Models::resNet20, batch, side).peer(spikingJelly));
    }

    /**
     * With folded thresholds, beside Soma without any MPBN: what a fold costs. The thresholds are vTh, so that both fire the same
     * spikes; networks that were trained apart would differ in how many spikes they have to add.
     */
    static Work<PyTorch> besideNoMpbn(
            String network, BiFunction<Options, Signal, Sequential> model, int batch, int side) {
        return new Work<>(
                "inference of " + network + "; the peer is Soma without MPBN",
                0,
                AIM_WITHOUT_MPBN,
                Agreement.Tolerance.SAME_BITS,
                device -> new InferenceWork(model, batch, side).withThresholds(device),
                pyTorch -> new InferenceWork(model, batch, side).withoutMpbn(pyTorch.threads()));
    }

    private Sequential architecture(Norm norm) {
        // a momentum of 1 leaves the statistics of the last batch
        NormSettings settings = new NormSettings(NormSettings.DEFAULT.eps(), 1);
        return model.apply(new Options(STEPS, CLASSES, norm, settings, neurons), input);
    }

    /** A network with running statistics. */
    private Network network(Device device, Norm norm) {
        Network network = Network.build(device, architecture(norm), input, SEED);
        Tensor x = network.input(batch, images);
        network.forward(x, Pass.TRAINING).release();
        x.release();
        return network;
    }

    private Side folded(Device device, Norm norm) {
        try (Network network = network(device, norm)) {
            return new Soma(Fold.all(network), () -> {});
        }
    }

    /** The network without MPBN, in the form that has thresholds. */
    private Side withThresholds(Device device) {
        try (Network mpbn = network(device, Norm.MPBN);
                Network folded = Fold.all(mpbn);
                Network none = network(device, Norm.BN);
                Network source = Fold.all(none)) {
            Network network = Network.build(device, folded.architecture(), input, SEED);
            Map<String, HostArray> state = network.save();
            state.putAll(source.save());
            network.load(state);
            return new Soma(network, () -> {});
        }
    }

    private Side withoutMpbn(int threads) {
        Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(threads));
        try (Network network = network(device, Norm.BN)) {
            return new Soma(Fold.all(network), device::close);
        }
    }

    private Side peer(PyTorch pyTorch) {
        return new Peer(pyTorch, state(pyTorch.threads()));
    }

    private Side peer(SpikingJelly spikingJelly) {
        return spikingJelly.inference(new SpikingJelly.Task(
                state(spikingJelly.threads()),
                STEPS,
                HostArray.of(images, 1, batch, input.height(), input.width(), input.channels()),
                HostArray.of(new int[batch], 1, batch)));
    }

    private Map<String, HostArray> state(int threads) {
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(threads));
                Network network = network(device, Norm.MPBN)) {
            return network.save();
        }
    }

    private final class Soma implements Side {
        private final Network network;
        private final Runnable after;
        private float[] logits = {};

        Soma(Network network, Runnable after) {
            this.network = network;
            this.after = after;
        }

        @Override
        public void run() {
            Tensor x = network.input(batch, images);
            Tensor output = network.forward(x, Pass.EVALUATION);
            x.release();
            logits = output.buffer().toFloats();
            output.release();
        }

        @Override
        public Map<String, float[]> results() {
            float[] mean = new float[batch * CLASSES];
            for (int i = 0; i < logits.length; i++) {
                mean[i % mean.length] += logits[i] / STEPS;
            }
            return Map.of("mean logits", mean);
        }

        @Override
        public void close() {
            network.close();
            after.run();
        }
    }

    private final class Peer implements Side {
        private final TorchNetwork network;
        private final NDArray x;
        private float[] logits = {};

        Peer(PyTorch pyTorch, Map<String, HostArray> state) {
            this.network = new TorchNetwork(pyTorch, architecture(Norm.MPBN), neurons, STEPS, state);
            this.x = pyTorch.images(images, batch, input);
        }

        @Override
        public void run() {
            try (NDArray output = network.meanLogits(x, false)) {
                logits = output.toFloatArray();
            }
        }

        @Override
        public Map<String, float[]> results() {
            return Map.of("mean logits", logits);
        }

        @Override
        public void close() {
            x.close();
            network.close();
        }
    }
}
