package dev.soma.layers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A convolution of spikes and the neurons behind it as one operation, in evaluation: the same spikes, in less time. */
final class LiveFiringConvolution extends LiveLayer {
    private final LiveConvolution convolution;
    private final LiveNeurons neurons;

    private LiveFiringConvolution(LiveConvolution convolution, LiveNeurons neurons) {
        this.convolution = convolution;
        this.neurons = neurons;
    }

    /** Layers for evaluation, in which such pairs are joined. */
    static List<LiveLayer> join(List<LiveLayer> layers) {
        List<LiveLayer> joined = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            LiveLayer pair = i + 1 < layers.size() ? pair(layers.get(i), layers.get(i + 1)) : null;
            if (pair == null) {
                joined.add(layers.get(i));
            } else {
                joined.add(pair);
                i++;
            }
        }
        return joined;
    }

    private static @Nullable LiveLayer pair(LiveLayer first, LiveLayer second) {
        if (first instanceof LiveConvolution convolution
                && convolution.takesSpikes()
                && second instanceof LiveNeurons neurons
                && neurons.fireByRule()) {
            return new LiveFiringConvolution(convolution, neurons);
        }
        return null;
    }

    @Override
    public Signal output() {
        return neurons.output();
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Tensor spikes = convolution.fire(x, neurons.rule(), output());
        neurons.observe(pass, spikes);
        return spikes;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradY, boolean needsGradX) {
        throw new IllegalStateException("layers joined for evaluation have no backward");
    }
}
