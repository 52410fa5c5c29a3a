package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import dev.soma.layers.Lif;
import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.Spikes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Leaky integrate-and-fire neurons with the settings of MPBN's public code: forward without a graph, and forward and backward
 * through time, plain and with channel-wise MPBN. Soma gives spikes as bits, PyTorch as floats.
 */
final class NeuronWork {
    /** In more images than these a spike or two differ, and with them the sums of their channels by more than rounding. */
    private static final int MANY_IMAGES = 16;

    private final NeuronShape shape;
    private final int height;
    private final int width;
    private final float[] xSeq;
    private final float[] gradSpikeSeq;
    private final float[] gamma;
    private final float[] beta;

    private NeuronWork(int steps, int batch, int height, int width, int channels) {
        this.shape = new NeuronShape(steps, batch, height * width, channels);
        this.height = height;
        this.width = width;
        this.xSeq = RandomArrays.normal(5, shape.size(), 0.5);
        this.gradSpikeSeq = RandomArrays.normal(6, shape.size(), 1);
        this.gamma = RandomArrays.normal(7, channels, 0.1);
        for (int c = 0; c < channels; c++) {
            gamma[c] += 1;
        }
        this.beta = RandomArrays.normal(8, channels, 0.1);
    }

    private enum Kind {
        FORWARD("LIF forward", 10),
        TRAINING("LIF forward and backward", 8),
        MPBN_TRAINING("LIF and MPBN forward and backward", 6);

        private final String title;
        private final double aim;

        Kind(String title, double aim) {
            this.title = title;
            this.aim = aim;
        }
    }

    /** All works on neurons of that shape; {@code suffix} ends their names. */
    static List<Work<PyTorch>> all(String suffix, int steps, int batch, int height, int width, int channels) {
        Supplier<NeuronWork> arrays = () -> new NeuronWork(steps, batch, height, width, channels);
        return Arrays.stream(Kind.values())
                .map(kind -> new Work<PyTorch>(
                        kind.title + suffix,
                        0,
                        kind.aim,
                        kind == Kind.MPBN_TRAINING
                                ? new Agreement.Tolerance(batch > MANY_IMAGES ? 1e-3 : 1e-5, 0, 1e-4)
                                : new Agreement.Tolerance(1e-5, 0, 0),
                        device -> arrays.get().soma(kind, device),
                        pyTorch -> arrays.get().peer(kind, pyTorch)))
                .toList();
    }

    private Side soma(Kind kind, Device device) {
        return new Soma(kind, device);
    }

    private Side peer(Kind kind, PyTorch pyTorch) {
        return new Peer(kind, pyTorch);
    }

    private final class Soma implements Side {
        private final Kind kind;
        private final Device device;
        private final NeuronOps ops;
        private final Buffer decay;
        private final Buffer x;
        private final Buffer spikes;
        private final Buffer h;
        private final Buffer gradSpikes;
        private final Buffer gradX;
        private final NormParameters norm;
        private final NormGradients gradients;
        private final BatchStatistics saved;

        Soma(Kind kind, Device device) {
            this.kind = kind;
            this.device = device;
            this.ops = device.ops().neuron();
            int channels = shape.channels();
            this.decay = device.allocate(Lif.DEFAULT_DECAY);
            this.x = device.allocate(xSeq);
            this.spikes = device.allocate(DataType.INT, shape.words());
            this.h = device.allocate(DataType.FLOAT, shape.size());
            this.gradSpikes = device.allocate(gradSpikeSeq);
            this.gradX = device.allocate(DataType.FLOAT, shape.size());
            float[] ones = new float[channels];
            Arrays.fill(ones, 1);
            this.norm = new NormParameters(
                    device.allocate(gamma),
                    device.allocate(beta),
                    device.allocate(DataType.FLOAT, channels),
                    device.allocate(ones));
            this.gradients = new NormGradients(
                    device.allocate(DataType.FLOAT, channels), device.allocate(DataType.FLOAT, channels));
            this.saved = new BatchStatistics(
                    device.allocate(DataType.FLOAT, shape.steps() * channels),
                    device.allocate(DataType.FLOAT, shape.steps() * channels));
        }

        @Override
        public void run() {
            LifSettings settings = LifSettings.DEFAULT;
            switch (kind) {
                case FORWARD -> ops.lifForward(shape, settings, decay, x, spikes, null);
                case TRAINING -> {
                    ops.lifForward(shape, settings, decay, x, spikes, h);
                    ops.lifBackward(shape, settings, decay, gradSpikes, h, gradX, null);
                }
                case MPBN_TRAINING -> {
                    NormAxis axis = NormAxis.CHANNEL;
                    ops.lifMpbnForwardTraining(
                            shape, axis, settings, NormSettings.DEFAULT, decay, x, norm, spikes, h, saved);
                    ops.lifMpbnBackward(
                            shape,
                            axis,
                            settings,
                            decay,
                            gradSpikes,
                            h,
                            norm.gamma(),
                            norm.beta(),
                            saved,
                            gradX,
                            gradients,
                            null);
                }
            }
            device.finish();
        }

        @Override
        public Map<String, float[]> results() {
            int rows = shape.steps() * shape.batch() * shape.pixels();
            Map<String, float[]> results = new LinkedHashMap<>();
            results.put("spikes", RandomArrays.toFloats(Spikes.unpack(spikes.toInts(), rows, shape.channels())));
            if (kind != Kind.FORWARD) {
                results.put("gradX", gradX.toFloats());
            }
            if (kind == Kind.MPBN_TRAINING) {
                results.put("gradGamma", gradients.gamma().toFloats());
                results.put("gradBeta", gradients.beta().toFloats());
                results.put("runningMean", norm.runningMean().toFloats());
                results.put("runningVar", norm.runningVar().toFloats());
            }
            return results;
        }

        @Override
        public void close() {
            Stream.of(
                            decay,
                            x,
                            spikes,
                            h,
                            gradSpikes,
                            gradX,
                            norm.gamma(),
                            norm.beta(),
                            norm.runningMean(),
                            norm.runningVar(),
                            gradients.gamma(),
                            gradients.beta(),
                            saved.mean(),
                            saved.invStd())
                    .forEach(Buffer::close);
        }
    }

    private final class Peer implements Side {
        private final Kind kind;
        private final PyTorch pyTorch;
        private final TorchNeurons neurons;
        private final NDArray x;
        private final NDArray gradSpikes;
        private final NDArray gammaValue;
        private final NDArray betaValue;
        private final NDArray runningMean;
        private final NDArray runningVar;
        private @Nullable Done done;

        /** The arrays of the last run; the last three null unless they occur in it. */
        private record Done(
                NDArray spikes,
                @Nullable NDArray leaf,
                @Nullable NDArray gamma,
                @Nullable NDArray beta) {
            void close() {
                Stream.of(spikes, leaf, gamma, beta).filter(Objects::nonNull).forEach(NDArray::close);
            }
        }

        Peer(Kind kind, PyTorch pyTorch) {
            this.kind = kind;
            this.pyTorch = pyTorch;
            this.neurons = new TorchNeurons(pyTorch, new Lif());
            int channels = shape.channels();
            this.x = sequence(xSeq);
            this.gradSpikes = sequence(gradSpikeSeq);
            float[] ones = new float[channels];
            Arrays.fill(ones, 1);
            this.gammaValue = pyTorch.array(gamma, channels);
            this.betaValue = pyTorch.array(beta, channels);
            this.runningMean = pyTorch.array(new float[channels], channels);
            this.runningVar = pyTorch.array(ones, channels);
        }

        private NDArray sequence(float[] values) {
            return pyTorch.array(
                    Layout.channelsFirst(values, shape.steps() * shape.batch(), shape.pixels(), shape.channels()),
                    shape.steps(),
                    shape.batch(),
                    shape.channels(),
                    height,
                    width);
        }

        @Override
        public void run() {
            if (done != null) {
                done.close();
            }
            done = switch (kind) {
                case FORWARD -> new Done(neurons.infer(TorchNeurons.steps(x, shape.steps()), null), null, null, null);
                case TRAINING -> train(PyTorch.leaf(x));
                case MPBN_TRAINING -> trainMpbn(PyTorch.leaf(x), PyTorch.leaf(gammaValue), PyTorch.leaf(betaValue));
            };
        }

        private Done train(NDArray leaf) {
            NDArray spikes = pyTorch.recording(() -> neurons.record(TorchNeurons.steps(leaf, shape.steps()), null));
            PyTorch.backward(spikes, gradSpikes);
            return new Done(spikes, leaf, null, null);
        }

        private Done trainMpbn(NDArray leaf, NDArray gammaLeaf, NDArray betaLeaf) {
            TorchBatchNorm mpbn = new TorchBatchNorm(gammaLeaf, betaLeaf, runningMean, runningVar);
            NDArray spikes = pyTorch.recording(
                    () -> neurons.record(TorchNeurons.steps(leaf, shape.steps()), h -> mpbn.apply(h, true)));
            PyTorch.backward(spikes, gradSpikes);
            return new Done(spikes, leaf, gammaLeaf, betaLeaf);
        }

        @Override
        public Map<String, float[]> results() {
            Done last = Objects.requireNonNull(done, "run first");
            Map<String, float[]> results = new LinkedHashMap<>();
            results.put("spikes", channelsLast(last.spikes().toFloatArray()));
            if (last.leaf() != null) {
                results.put("gradX", channelsLast(PyTorch.gradient(last.leaf())));
            }
            if (last.gamma() != null && last.beta() != null) {
                results.put("gradGamma", PyTorch.gradient(last.gamma()));
                results.put("gradBeta", PyTorch.gradient(last.beta()));
                results.put("runningMean", runningMean.toFloatArray());
                results.put("runningVar", runningVar.toFloatArray());
            }
            return results;
        }

        private float[] channelsLast(float[] values) {
            return Layout.channelsLast(values, shape.steps() * shape.batch(), shape.pixels(), shape.channels());
        }

        @Override
        public void close() {
            if (done != null) {
                done.close();
            }
            Stream.of(x, gradSpikes, gammaValue, betaValue, runningMean, runningVar)
                    .forEach(NDArray::close);
        }
    }
}
