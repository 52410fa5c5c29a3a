package dev.soma.layers.models;

import dev.soma.layers.BatchNorm;
import dev.soma.layers.Conv2d;
import dev.soma.layers.Layer;
import dev.soma.layers.Linear;
import dev.soma.layers.Repeat;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import java.util.ArrayList;
import java.util.List;

/** Collects the layers of a network: knows its options, so that a network reads as the paper's figure. */
final class LayerList {
    private final Options options;
    private final List<Layer> layers = new ArrayList<>();

    LayerList(Options options) {
        this.options = options;
    }

    LayerList add(Layer layer) {
        layers.add(layer);
        return this;
    }

    /** A convolution and its normalisation. */
    LayerList convolution(Conv2d convolution) {
        return convolution(convolution, new BatchNorm());
    }

    LayerList convolution(Conv2d convolution, BatchNorm batchNorm) {
        layers.add(convolution.withBias(options.norm().bias()));
        normalise(batchNorm);
        return this;
    }

    /** A linear map and its normalisation. */
    LayerList linear(int features) {
        layers.add(new Linear(features, options.norm().bias()));
        normalise(new BatchNorm());
        return this;
    }

    /** Images, computed once up to here, for all steps; event data has its own steps. */
    LayerList repeat(Signal input) {
        if (input.steps() == 1) {
            layers.add(new Repeat(options.steps()));
        } else if (input.steps() != options.steps()) {
            throw new IllegalArgumentException(
                    "the data has " + input.steps() + " frames, the network " + options.steps() + " time steps");
        }
        return this;
    }

    LayerList neurons() {
        layers.add(options.norm().neurons(options.lif(), options.normSettings()));
        return this;
    }

    /** One logit a class and step: the loss and the prediction take the mean over the steps. */
    LayerList readout() {
        layers.add(new Linear(options.classes()));
        return this;
    }

    private void normalise(BatchNorm batchNorm) {
        options.norm()
                .afterConvolution(batchNorm.withSettings(options.normSettings()))
                .forEach(layers::add);
    }

    Sequential toSequential() {
        return new Sequential(layers);
    }
}
