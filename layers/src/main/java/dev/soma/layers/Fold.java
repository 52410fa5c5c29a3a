package dev.soma.layers;

import dev.soma.layers.Sequential.LiveSequential;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.catalog.HostArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes of a trained network one for inference that computes the same without normalisation (re-parameterisation, section 4.3
 * of the MPBN paper).
 *
 * <p>MPBN goes into the firing threshold, by bisection over the floats: the folded neurons fire exactly the same spikes. A
 * channel-wise batch normalisation right after a convolution or linear map goes into its weight and bias, which changes results by
 * rounding. An element-wise one stays, as one weight serves all places.
 */
public final class Fold {
    private final Device device;
    private final boolean convolutions;

    private Fold(Device device, boolean convolutions) {
        this.device = device;
        this.convolutions = convolutions;
    }

    /** A layer with its arrays, named from the layer on. */
    private record Folded(Layer layer, Map<String, HostArray> state) {}

    /** A new network on the same device with MPBN in the thresholds: spike for spike the same. */
    public static Network thresholds(Network network) {
        return new Fold(network.device(), false).apply(network);
    }

    /** A new network on the same device with MPBN in the thresholds and BN in the convolutions. */
    public static Network all(Network network) {
        return new Fold(network.device(), true).apply(network);
    }

    private Network apply(Network network) {
        Folded folded = fold(network.architecture(), network.root(), "");
        Network result = Network.build(device, folded.layer(), network.input(), 0);
        result.load(folded.state());
        return result;
    }

    private Folded fold(Layer layer, LiveLayer live, String path) {
        return switch (layer) {
            case Sequential sequential -> foldSequential(sequential, (LiveSequential) live, path);
            case Residual residual -> foldResidual(residual, (LiveResidual) live, path);
            case Lif lif when lif.mpbn() != null -> foldNeurons(lif, lif.mpbn(), (LiveLif) live);
            default -> new Folded(layer, state(live, path));
        };
    }

    private Folded foldSequential(Sequential sequential, LiveSequential live, String path) {
        List<Layer> layers = new ArrayList<>();
        Map<String, HostArray> state = new LinkedHashMap<>();
        for (int i = 0; i < sequential.layers().size(); i++) {
            Layer layer = sequential.layers().get(i);
            LiveLayer liveLayer = live.layers().get(i);
            Folded folded;
            if (i + 1 < sequential.layers().size()
                    && isFoldable(layer, sequential.layers().get(i + 1))) {
                folded = foldConvolution(
                        layer,
                        (LiveConvolution) liveLayer,
                        (BatchNorm) sequential.layers().get(i + 1),
                        (LiveBatchNorm) live.layers().get(i + 1));
                i++;
            } else {
                folded = fold(layer, liveLayer, join(path, Integer.toString(i)));
            }
            addAll(state, Integer.toString(layers.size()), folded.state());
            layers.add(folded.layer());
        }
        return new Folded(new Sequential(layers), state);
    }

    private Folded foldResidual(Residual residual, LiveResidual live, String path) {
        Map<String, HostArray> state = new LinkedHashMap<>();
        Folded main = fold(residual.main(), live.main(), join(path, "main"));
        addAll(state, "main", main.state());
        Layer shortcut = residual.shortcut();
        LiveLayer liveShortcut = live.shortcut();
        if (shortcut != null && liveShortcut != null) {
            Folded folded = fold(shortcut, liveShortcut, join(path, "shortcut"));
            addAll(state, "shortcut", folded.state());
            shortcut = folded.layer();
        }
        return new Folded(new Residual(main.layer(), shortcut), state);
    }

    private Folded foldNeurons(Lif lif, Mpbn mpbn, LiveLif live) {
        NormState norm = Kept.take(live.norm());
        int features = norm.forOperations().gamma().length();
        try (Buffer threshold = device.allocate(DataType.FLOAT, features);
                Buffer sign = device.allocate(DataType.FLOAT, features)) {
            device.ops()
                    .normalization()
                    .foldThreshold(
                            features,
                            mpbn.settings().eps(),
                            lif.settings().vTh(),
                            norm.forOperations(),
                            threshold,
                            sign);
            float decay = live.decay().toFloats()[0];
            return new Folded(
                    new FoldedLif(mpbn.axis(), lif.settings(), decay),
                    Map.of(
                            "threshold", HostArray.of(threshold.toFloats(), features),
                            "sign", HostArray.of(sign.toFloats(), features)));
        }
    }

    private boolean isFoldable(Layer layer, Layer next) {
        return convolutions
                && (layer instanceof Conv2d || layer instanceof Linear)
                && next instanceof BatchNorm batchNorm
                && batchNorm.axis() == NormAxis.CHANNEL;
    }

    private Folded foldConvolution(Layer layer, LiveConvolution live, BatchNorm batchNorm, LiveBatchNorm liveNorm) {
        NamedBuffer weight = live.weight().value();
        Parameter bias = live.bias();
        int channels = live.output().channels();
        int rows = weight.buffer().length() / channels;
        try (Buffer foldedWeight =
                        device.allocate(DataType.FLOAT, weight.buffer().length());
                Buffer foldedBias = device.allocate(DataType.FLOAT, channels)) {
            device.ops()
                    .normalization()
                    .foldConvolution(
                            rows,
                            channels,
                            batchNorm.settings().eps(),
                            weight.buffer(),
                            bias == null ? null : bias.value().buffer(),
                            liveNorm.state().forOperations(),
                            foldedWeight,
                            foldedBias);
            Layer biased = layer instanceof Conv2d conv2d
                    ? conv2d.withBias(true)
                    : new Linear(((Linear) layer).features(), true);
            return new Folded(
                    biased,
                    Map.of(
                            "weight", HostArray.of(foldedWeight.toFloats(), weight.shape()),
                            "bias", HostArray.of(foldedBias.toFloats(), channels)));
        }
    }

    /** The arrays of a layer that stays as it is. */
    private static Map<String, HostArray> state(LiveLayer live, String path) {
        Map<String, HostArray> state = new LinkedHashMap<>();
        live.parameters().forEach(parameter -> put(state, path, parameter.value()));
        live.statistics().forEach(statistic -> put(state, path, statistic));
        return state;
    }

    private static void put(Map<String, HostArray> state, String path, NamedBuffer named) {
        String name = path.isEmpty() ? named.name() : named.name().substring(path.length() + 1);
        state.put(name, HostArray.of(named.buffer().toFloats(), named.shape()));
    }

    private static void addAll(Map<String, HostArray> target, String prefix, Map<String, HostArray> state) {
        state.forEach((name, array) -> target.put(join(prefix, name), array));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
