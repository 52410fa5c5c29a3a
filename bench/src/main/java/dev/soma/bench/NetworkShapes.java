package dev.soma.bench;

import dev.soma.layers.AvgPool2d;
import dev.soma.layers.BatchNorm;
import dev.soma.layers.Conv2d;
import dev.soma.layers.GlobalAvgPool2d;
import dev.soma.layers.Layer;
import dev.soma.layers.Lif;
import dev.soma.layers.Linear;
import dev.soma.layers.Repeat;
import dev.soma.layers.Residual;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import dev.soma.layers.models.Models;
import dev.soma.layers.models.Norm;
import dev.soma.layers.models.Options;
import dev.soma.runtime.Conv2dShape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** The convolutions and the neurons of ResNet-20 and VGG-16 on images of 32 x 32, T = 4, each shape once. */
final class NetworkShapes {
    /** Time steps, T. */
    static final int STEPS = 4;

    /** Images in a batch. */
    static final int BATCH = 32;

    private static final int SIDE = 32;
    private static final int CLASSES = 10;

    private final SequencedMap<String, Conv2dShape> convolutions = new LinkedHashMap<>();
    private final SequencedSet<String> onSpikes = new LinkedHashSet<>();
    private final SequencedMap<String, Signal> neurons = new LinkedHashMap<>();

    NetworkShapes() {
        Options options = new Options(STEPS, CLASSES, Norm.MPBN);
        Signal image = Signal.image(SIDE, SIDE, 3);
        walk(Models.resNet20(options, image), image);
        walk(Models.vgg16(options, image), image);
    }

    /** All convolutions, by names such as {@code 16x16x64 to 8x8x128}; of a 3 x 3 kernel unless they say {@code 1x1}. */
    Map<String, Conv2dShape> convolutions() {
        return convolutions;
    }

    /** The names of those that see spikes. */
    SequencedSet<String> convolutionsOnSpikes() {
        return onSpikes;
    }

    /** What neurons get, by names such as {@code 16x16x64}. */
    Map<String, Signal> neurons() {
        return neurons;
    }

    private Signal walk(Layer layer, Signal input) {
        return switch (layer) {
            case Sequential sequential -> {
                Signal signal = input;
                for (Layer inner : sequential.layers()) {
                    signal = walk(inner, signal);
                }
                yield signal;
            }
            case Residual residual -> {
                if (residual.shortcut() != null) {
                    walk(residual.shortcut(), input);
                }
                yield walk(residual.main(), input);
            }
            case Conv2d convolution -> convolve(convolution, input);
            case Lif _ -> {
                neurons.put(image(input), input);
                yield input.asSpikes();
            }
            case Repeat repeat -> input.withSteps(repeat.steps());
            case AvgPool2d pool -> {
                int height = (input.height() + 2 * pool.padding() - pool.kernel()) / pool.stride() + 1;
                int width = (input.width() + 2 * pool.padding() - pool.kernel()) / pool.stride() + 1;
                yield input.asFloats().withImage(height, width, input.channels());
            }
            case GlobalAvgPool2d _ -> input.asFloats().withImage(1, 1, input.channels());
            case BatchNorm _, Linear _ -> input;
            default ->
                throw new IllegalArgumentException(
                        "a " + layer.getClass().getSimpleName() + " is in neither ResNet-20 nor VGG-16");
        };
    }

    private Signal convolve(Conv2d convolution, Signal input) {
        Conv2dShape shape = Conv2dShape.of(
                input.steps() * BATCH,
                input.height(),
                input.width(),
                input.channels(),
                convolution.channels(),
                convolution.kernel(),
                convolution.stride(),
                convolution.padding());
        Signal output = input.asFloats().withImage(shape.outHeight(), shape.outWidth(), shape.outChannels());
        String name = (convolution.kernel() == 3 ? "" : "1x1 ")
                + image(input)
                + (image(output).equals(image(input)) ? "" : " to " + image(output));
        convolutions.put(name, shape);
        if (input.spikes()) {
            onSpikes.add(name);
        }
        return output;
    }

    private static String image(Signal signal) {
        return String.format(Locale.ROOT, "%dx%dx%d", signal.height(), signal.width(), signal.channels());
    }
}
