package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Spikes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolutions, without bias. On spikes Soma gets bits, PyTorch the same zeros and ones as floats.
 *
 * <p>Of PyTorch's gradients only the backward is timed, with a graph that asks for that one gradient.
 */
final class ConvolutionWork {
    private final Conv2dShape shape;
    private final float[] x;
    private final int[] spikes;
    private final float[] weight;
    private final float[] gradY;

    private ConvolutionWork(Conv2dShape shape, double spikeRate) {
        this.shape = shape;
        this.x = RandomArrays.normal(1, shape.inputSize(), 1);
        this.spikes = RandomArrays.spikes(2, shape.inputSize(), spikeRate);
        this.weight = RandomArrays.normal(3, shape.weightSize(), 0.05);
        this.gradY = RandomArrays.normal(4, shape.outputSize(), 1);
    }

    private enum Kind {
        FORWARD("conv2d forward", false),
        FORWARD_SPIKES("conv2d forward on spikes", true),
        GRAD_INPUT("conv2d input gradient", false),
        GRAD_WEIGHT("conv2d weight gradient", false),
        GRAD_WEIGHT_SPIKES("conv2d weight gradient on spikes", true);

        private final String title;
        private final boolean onSpikes;

        Kind(String title, boolean onSpikes) {
            this.title = title;
            this.onSpikes = onSpikes;
        }
    }

    /** All works on convolutions of that shape; {@code suffix} ends their names. */
    static List<Work> all(String suffix, Conv2dShape shape, double spikeRate) {
        return Stream.of(Kind.values())
                .map(kind -> of(kind, suffix, shape, spikeRate))
                .toList();
    }

    /** Those on floats. */
    static List<Work> dense(String suffix, Conv2dShape shape) {
        return Stream.of(Kind.values())
                .filter(kind -> !kind.onSpikes)
                .map(kind -> of(kind, suffix, shape, 0))
                .toList();
    }

    /** Those on spikes. */
    static List<Work> onSpikes(String suffix, Conv2dShape shape, double spikeRate) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.onSpikes)
                .map(kind -> of(kind, suffix, shape, spikeRate))
                .toList();
    }

    private static Work of(Kind kind, String suffix, Conv2dShape shape, double spikeRate) {
        double flops = 2.0 * shape.outputSize() * shape.kernelHeight() * shape.kernelWidth() * shape.groupInChannels();
        return new Work(
                kind.title + suffix,
                kind.onSpikes ? 0 : flops,
                new Agreement.Tolerance(3e-5, 0, 0),
                device -> new ConvolutionWork(shape, spikeRate).soma(kind, device),
                pyTorch -> new ConvolutionWork(shape, spikeRate).peer(kind, pyTorch));
    }

    private Side soma(Kind kind, Device device) {
        return new Soma(kind, device);
    }

    private Side peer(Kind kind, PyTorch pyTorch) {
        return switch (kind) {
            case FORWARD, FORWARD_SPIKES -> new PeerForward(kind, pyTorch);
            case GRAD_INPUT, GRAD_WEIGHT, GRAD_WEIGHT_SPIKES -> new PeerBackward(kind, pyTorch);
        };
    }

    private int taps() {
        return shape.kernelHeight() * shape.kernelWidth();
    }

    private int pixels() {
        return shape.height() * shape.width();
    }

    private int outPixels() {
        return shape.outHeight() * shape.outWidth();
    }

    private final class Soma implements Side {
        private final Kind kind;
        private final Device device;
        private final ConvolutionOps ops;
        private final Buffer input;
        private final Buffer weights;
        private final Buffer gradOutput;
        private final Buffer result;

        Soma(Kind kind, Device device) {
            this.kind = kind;
            this.device = device;
            this.ops = device.ops().convolution();
            int inputPixels = shape.batch() * pixels();
            this.input = kind.onSpikes
                    ? device.allocate(Spikes.pack(spikes, inputPixels, shape.inChannels()))
                    : device.allocate(x);
            this.weights = device.allocate(weight);
            this.gradOutput = device.allocate(gradY);
            int size = switch (kind) {
                case FORWARD, FORWARD_SPIKES -> shape.outputSize();
                case GRAD_INPUT -> shape.inputSize();
                case GRAD_WEIGHT, GRAD_WEIGHT_SPIKES -> shape.weightSize();
            };
            this.result = device.allocate(DataType.FLOAT, size);
        }

        @Override
        public void run() {
            switch (kind) {
                case FORWARD -> ops.forward(shape, input, weights, null, result);
                case FORWARD_SPIKES -> ops.forwardSpikes(shape, input, weights, null, result);
                case GRAD_INPUT -> ops.gradInput(shape, gradOutput, weights, result);
                case GRAD_WEIGHT -> ops.gradWeight(shape, input, gradOutput, result, null);
                case GRAD_WEIGHT_SPIKES -> ops.gradWeightSpikes(shape, input, gradOutput, result, null);
            }
            device.finish();
        }

        @Override
        public Map<String, float[]> results() {
            return Map.of("result", result.toFloats());
        }

        @Override
        public void close() {
            List.of(input, weights, gradOutput, result).forEach(Buffer::close);
        }
    }

    /** PyTorch's arrays. */
    private final class PeerArrays {
        private final NDArray input;
        private final NDArray weights;
        private final NDArray gradOutput;

        PeerArrays(Kind kind, PyTorch pyTorch) {
            float[] values = kind.onSpikes ? RandomArrays.toFloats(spikes) : x;
            this.input = pyTorch.array(
                    Layout.channelsFirst(values, shape.batch(), pixels(), shape.inChannels()),
                    shape.batch(),
                    shape.inChannels(),
                    shape.height(),
                    shape.width());
            this.weights = pyTorch.array(
                    Layout.weightToPyTorch(weight, taps(), shape.groupInChannels(), shape.outChannels()),
                    shape.outChannels(),
                    shape.groupInChannels(),
                    shape.kernelHeight(),
                    shape.kernelWidth());
            this.gradOutput = pyTorch.array(
                    Layout.channelsFirst(gradY, shape.batch(), outPixels(), shape.outChannels()),
                    shape.batch(),
                    shape.outChannels(),
                    shape.outHeight(),
                    shape.outWidth());
        }

        NDArray convolve(NDArray actualInput, NDArray actualWeights) {
            return actualInput
                    .getNDArrayInternal()
                    .convolution(
                            actualInput,
                            actualWeights,
                            null,
                            square(shape.stride()),
                            square(shape.padding()),
                            square(shape.dilation()),
                            shape.groups())
                    .singletonOrThrow();
        }

        private static Shape square(int size) {
            return new Shape(size, size);
        }

        void close() {
            List.of(input, weights, gradOutput).forEach(NDArray::close);
        }
    }

    private final class PeerForward implements Side {
        private final PeerArrays arrays;
        private @Nullable NDArray output;

        PeerForward(Kind kind, PyTorch pyTorch) {
            this.arrays = new PeerArrays(kind, pyTorch);
        }

        @Override
        public void run() {
            closeOutput();
            output = arrays.convolve(arrays.input, arrays.weights);
        }

        @Override
        public Map<String, float[]> results() {
            float[] values = Objects.requireNonNull(output, "run first").toFloatArray();
            return Map.of("result", Layout.channelsLast(values, shape.batch(), outPixels(), shape.outChannels()));
        }

        private void closeOutput() {
            if (output != null) {
                output.close();
            }
        }

        @Override
        public void close() {
            closeOutput();
            arrays.close();
        }
    }

    private final class PeerBackward implements Side {
        private final boolean ofInput;
        private final PyTorch pyTorch;
        private final PeerArrays arrays;
        private @Nullable Graph graph;

        /** A convolution that has been recorded, and the leaf whose gradient is wanted. */
        private record Graph(NDArray leaf, NDArray output) {
            void close() {
                leaf.close();
                output.close();
            }
        }

        PeerBackward(Kind kind, PyTorch pyTorch) {
            this.ofInput = kind == Kind.GRAD_INPUT;
            this.pyTorch = pyTorch;
            this.arrays = new PeerArrays(kind, pyTorch);
        }

        @Override
        public void prepare() {
            closeGraph();
            NDArray leaf = PyTorch.leaf(ofInput ? arrays.input : arrays.weights);
            graph = new Graph(
                    leaf,
                    pyTorch.recording(() ->
                            ofInput ? arrays.convolve(leaf, arrays.weights) : arrays.convolve(arrays.input, leaf)));
        }

        @Override
        public void run() {
            PyTorch.backward(recorded().output(), arrays.gradOutput);
        }

        @Override
        public Map<String, float[]> results() {
            float[] values = PyTorch.gradient(recorded().leaf());
            return Map.of(
                    "result",
                    ofInput
                            ? Layout.channelsLast(values, shape.batch(), pixels(), shape.inChannels())
                            : Layout.weightToSoma(values, taps(), shape.groupInChannels(), shape.outChannels()));
        }

        private Graph recorded() {
            return Objects.requireNonNull(graph, "prepare first");
        }

        private void closeGraph() {
            if (graph != null) {
                graph.close();
            }
        }

        @Override
        public void close() {
            closeGraph();
            arrays.close();
        }
    }
}
