package dev.soma.bench;

import static dev.soma.bench.TorchNeurons.then;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.soma.layers.AvgPool2d;
import dev.soma.layers.BatchNorm;
import dev.soma.layers.Conv2d;
import dev.soma.layers.Flatten;
import dev.soma.layers.GlobalAvgPool2d;
import dev.soma.layers.Layer;
import dev.soma.layers.Lif;
import dev.soma.layers.Linear;
import dev.soma.layers.MaxPool2d;
import dev.soma.layers.Repeat;
import dev.soma.layers.Residual;
import dev.soma.layers.Sequential;
import dev.soma.runtime.catalog.HostArray;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network of Soma's layers in PyTorch. Names and numbers of the layers are Soma's. The spikes of all steps go through each
 * convolution as one batch, {@code [T * N, C, H, W]}, floats.
 */
final class TorchNetwork implements AutoCloseable {
    private final Sequential architecture;
    private final int steps;
    private final Lif lif;
    private final TorchNeurons neurons;
    private final Map<String, HostArray> initial;
    private final Map<String, TorchParameter> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> statistics = new HashMap<>();

    /**
     * The network with these parameters and statistics.
     *
     * @param neurons all neurons of the network, but for their normalisation
     * @param steps time steps, T
     * @param state of Soma's network
     */
    TorchNetwork(PyTorch pyTorch, Sequential architecture, Lif neurons, int steps, Map<String, HostArray> state) {
        this.architecture = architecture;
        this.steps = steps;
        this.initial = state;
        this.lif = neurons;
        this.neurons = new TorchNeurons(pyTorch, neurons);
        WeightLayouts layouts = new WeightLayouts();
        state.forEach((name, array) -> {
            if (name.contains("running")) {
                statistics.put(name, pyTorch.array(array.floats(), array.length()));
            } else {
                parameters.put(name, new TorchParameter(layouts.toPyTorch(pyTorch, array), name.endsWith("weight")));
            }
        });
    }

    /** What is learnt. */
    Collection<TorchParameter> parameters() {
        return parameters.values();
    }

    /** The gradients of the last backward by parameter, in Soma's layout. */
    Map<String, float[]> gradients() {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        WeightLayouts layouts = new WeightLayouts();
        parameters.forEach((name, parameter) ->
                gradients.put(name, layouts.toSoma(known(name, initial.get(name)), parameter.gradient())));
        return gradients;
    }

    /**
     * The mean over time of the logits {@code [N, classes]} of images {@code [N, C, H, W]}, which stay the caller's.
     *
     * @param training whether normalisation takes the statistics of the batch; then with what the backward needs
     */
    NDArray meanLogits(NDArray images, boolean training) {
        NDArray logits = new Forward(training).sequence(architecture, "", images.reshape(images.getShape()));
        Shape apart = new Shape(steps, -1, logits.getShape().get(1));
        return then(then(logits, z -> z.reshape(apart)), z -> z.mean(new int[] {0}));
    }

    /** One way through the network. Each method frees what it is given. */
    private final class Forward {
        private final boolean training;

        Forward(boolean training) {
            this.training = training;
        }

        NDArray sequence(Sequential sequential, String path, NDArray x) {
            NDArray current = x;
            boolean repeated = false;
            for (int i = 0; i < sequential.layers().size(); i++) {
                Layer layer = sequential.layers().get(i);
                String inner = path + i;
                if (layer instanceof Repeat) {
                    repeated = true;
                } else if (layer instanceof Lif lif) {
                    current = fire(lif, inner, repeated ? repeat(current) : inSteps(current));
                    repeated = false;
                } else if (repeated) {
                    throw new IllegalArgumentException("layer " + inner + " follows a repetition; expected neurons");
                } else {
                    current = then(current, input -> apply(layer, inner, input));
                }
            }
            return current;
        }

        /** Leaves {@code x} to be freed by the caller. */
        private NDArray apply(Layer layer, String path, NDArray x) {
            return switch (layer) {
                case Conv2d convolution -> convolve(convolution, path, x);
                case Linear _ -> multiply(path, x);
                case BatchNorm _ -> norm(path).apply(x, training);
                case AvgPool2d pool -> {
                    Shape padding = square(pool.padding());
                    yield x.getNDArrayInternal()
                            .avgPool(square(pool.kernel()), square(pool.stride()), padding, false, true);
                }
                case MaxPool2d pool ->
                    x.getNDArrayInternal()
                            .maxPool(square(pool.kernel()), square(pool.stride()), square(pool.padding()), false);
                case GlobalAvgPool2d _ -> then(x.getNDArrayInternal().globalAvgPool(), TorchNetwork::flatten);
                case Flatten _ -> flatten(x);
                case Residual residual -> addBranches(residual, path, x);
                case Sequential inner -> sequence(inner, path + ".", x.reshape(x.getShape()));
                default ->
                    throw new IllegalArgumentException("layer " + path + " is a "
                            + layer.getClass().getSimpleName() + ", which has no form in PyTorch here");
            };
        }

        private NDArray addBranches(Residual residual, String path, NDArray x) {
            Layer shortcut = residual.shortcut();
            return then(apply(residual.main(), path + ".main", x), main -> {
                if (shortcut == null) {
                    return main.add(x);
                }
                return then(apply(shortcut, path + ".shortcut", x), main::add);
            });
        }

        private NDArray fire(Lif layer, String path, NDList xSeq) {
            if (!layer.withMpbn(null).equals(lif)) {
                throw new IllegalArgumentException("layer " + path + " is " + layer + "; expected " + lif);
            }
            UnaryOperator<NDArray> normalize = null;
            if (layer.mpbn() != null) {
                TorchBatchNorm norm = norm(path + ".mpbn");
                normalize = h -> norm.apply(h, training);
            }
            NDArray spikes = training ? neurons.record(xSeq, normalize) : neurons.infer(xSeq, normalize);
            return then(spikes, s -> s.reshape(new Shape(-1).addAll(s.getShape().slice(2))));
        }
    }

    /** Frees {@code x}. */
    private NDList repeat(NDArray x) {
        try (x) {
            NDList repeated = new NDList();
            for (int t = 0; t < steps; t++) {
                repeated.add(x.reshape(x.getShape()));
            }
            return repeated;
        }
    }

    /** Frees {@code merged}. */
    private NDList inSteps(NDArray merged) {
        try (merged) {
            Shape shape = merged.getShape();
            Shape apart = new Shape(steps, shape.get(0) / steps).addAll(shape.slice(1));
            try (NDArray xSeq = merged.reshape(apart)) {
                return TorchNeurons.steps(xSeq, steps);
            }
        }
    }

    private NDArray convolve(Conv2d convolution, String path, NDArray x) {
        return x.getNDArrayInternal()
                .convolution(
                        x,
                        leaf(path + ".weight"),
                        bias(path),
                        square(convolution.stride()),
                        square(convolution.padding()),
                        square(convolution.dilation()),
                        convolution.groups())
                .singletonOrThrow();
    }

    private NDArray multiply(String path, NDArray x) {
        NDArray weight = leaf(path + ".weight");
        return x.getNDArrayInternal().linear(x, weight, bias(path)).singletonOrThrow();
    }

    private static NDArray flatten(NDArray x) {
        return x.reshape(x.getShape().get(0), -1);
    }

    private static Shape square(int size) {
        return new Shape(size, size);
    }

    private TorchBatchNorm norm(String layer) {
        return new TorchBatchNorm(
                leaf(layer + ".gamma"),
                leaf(layer + ".beta"),
                known(layer, statistics.get(layer + ".runningMean")),
                known(layer, statistics.get(layer + ".runningVar")));
    }

    private NDArray leaf(String name) {
        return known(name, parameters.get(name)).leaf();
    }

    private @Nullable NDArray bias(String layer) {
        TorchParameter bias = parameters.get(layer + ".bias");
        return bias == null ? null : bias.leaf();
    }

    private static <T> T known(String name, @Nullable T value) {
        return Objects.requireNonNull(value, () -> "the network has no " + name);
    }

    /** The order of weights in PyTorch, found from the sizes: where a linear map follows a flattening, it has a tap a pixel. */
    private static final class WeightLayouts {
        private int channels;

        NDArray toPyTorch(PyTorch pyTorch, HostArray array) {
            int[] shape = array.shape();
            if (shape.length == 1) {
                return pyTorch.array(array.floats(), array.length());
            }
            int taps = taps(shape);
            int out = shape[shape.length - 1];
            int in = array.length() / out / taps;
            float[] values = Layout.weightToPyTorch(array.floats(), taps, in, out);
            return shape.length == 4
                    ? pyTorch.array(values, out, in, shape[0], shape[1])
                    : pyTorch.array(values, out, (long) in * taps);
        }

        float[] toSoma(HostArray array, float[] values) {
            int[] shape = array.shape();
            if (shape.length == 1) {
                return values;
            }
            int taps = taps(shape);
            int out = shape[shape.length - 1];
            return Layout.weightToSoma(values, taps, array.length() / out / taps, out);
        }

        /** Must be called for all weights in the order of the layers. */
        private int taps(int[] shape) {
            int taps = shape.length == 4 ? shape[0] * shape[1] : shape[0] / channels;
            channels = shape[shape.length - 1];
            return taps;
        }
    }

    /** Frees the parameters. */
    @Override
    public void close() {
        parameters.values().forEach(TorchParameter::close);
        statistics.values().forEach(NDArray::close);
    }
}
