package dev.soma.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.soma.runtime.Conv2dShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A convolution by PyTorch, on floats. Of gradients only the backward is timed, with a graph that asks for no other
 * gradient.
 */
final class TorchConvolution implements Side {
    private final ConvolutionKind kind;
    private final ConvolutionArrays host;
    private final Conv2dShape shape;
    private final PyTorch pyTorch;
    private final NDArray input;
    private final NDArray weights;
    private final NDArray gradOutput;
    private @Nullable Graph graph;

    /** A convolution that has been computed, and the leaves whose gradients are wanted. */
    private record Graph(@Nullable NDArray input, @Nullable NDArray weights, NDArray output) {
        void close() {
            Stream.of(input, weights, output).filter(Objects::nonNull).forEach(NDArray::close);
        }
    }

    TorchConvolution(ConvolutionKind kind, PyTorch pyTorch, ConvolutionArrays host) {
        this.kind = kind;
        this.host = host;
        this.shape = host.shape();
        this.pyTorch = pyTorch;
        this.input = pyTorch.array(
                Layout.channelsFirst(host.x(), shape.batch(), host.pixels(), shape.inChannels()),
                shape.batch(),
                shape.inChannels(),
                shape.height(),
                shape.width());
        this.weights = pyTorch.array(
                Layout.weightToPyTorch(host.weight(), host.taps(), shape.groupInChannels(), shape.outChannels()),
                shape.outChannels(),
                shape.groupInChannels(),
                shape.kernelHeight(),
                shape.kernelWidth());
        this.gradOutput = pyTorch.array(
                Layout.channelsFirst(host.gradY(), shape.batch(), host.outPixels(), shape.outChannels()),
                shape.batch(),
                shape.outChannels(),
                shape.outHeight(),
                shape.outWidth());
    }

    private NDArray convolve(NDArray actualInput, NDArray actualWeights) {
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

    @Override
    public void prepare() {
        closeGraph();
        if (!kind.isForward()) {
            NDArray inputLeaf = kind.givesInputGradient() ? PyTorch.leaf(input) : null;
            NDArray weightLeaf = kind.givesWeightGradient() ? PyTorch.leaf(weights) : null;
            graph = new Graph(
                    inputLeaf,
                    weightLeaf,
                    pyTorch.recording(() -> convolve(
                            Objects.requireNonNullElse(inputLeaf, input),
                            Objects.requireNonNullElse(weightLeaf, weights))));
        }
    }

    @Override
    public void run() {
        if (kind.isForward()) {
            closeGraph();
            graph = new Graph(null, null, convolve(input, weights));
        } else {
            PyTorch.backward(last().output(), gradOutput);
        }
    }

    @Override
    public Map<String, float[]> results() {
        Map<String, float[]> results = new LinkedHashMap<>();
        Graph last = last();
        if (kind.isForward()) {
            float[] y = last.output().toFloatArray();
            results.put("y", Layout.channelsLast(y, shape.batch(), host.outPixels(), shape.outChannels()));
        }
        if (last.input() != null) {
            float[] gradX = PyTorch.gradient(last.input());
            results.put("gradX", Layout.channelsLast(gradX, shape.batch(), host.pixels(), shape.inChannels()));
        }
        if (last.weights() != null) {
            float[] gradW = PyTorch.gradient(last.weights());
            results.put("gradW", Layout.weightToSoma(gradW, host.taps(), shape.groupInChannels(), shape.outChannels()));
        }
        return results;
    }

    private Graph last() {
        return Objects.requireNonNull(graph, "prepare and run first");
    }

    private void closeGraph() {
        if (graph != null) {
            graph.close();
            graph = null;
        }
    }

    @Override
    public void close() {
        closeGraph();
        List.of(input, weights, gradOutput).forEach(NDArray::close);
    }
}
