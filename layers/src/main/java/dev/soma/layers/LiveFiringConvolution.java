package dev.soma.layers;

import org.jspecify.annotations.Nullable;

/** A convolution of spikes and the neurons behind it as one operation, in evaluation: the same spikes, in less time. */
final class LiveFiringConvolution extends LiveLayer {
    private final LiveConvolution convolution;
    private final LiveNeurons neurons;

    LiveFiringConvolution(LiveConvolution convolution, LiveNeurons neurons) {
        this.convolution = convolution;
        this.neurons = neurons;
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
