package dev.soma.runtime.vector;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import org.jspecify.annotations.Nullable;

/** Convolution on the processor. */
final class CpuConvolution extends ConvolutionOps {
    CpuConvolution(VectorDevice device) {
        super(device);
    }

    @Override
    protected void doForward(Conv2dShape shape, Buffer x, Buffer weight, @Nullable Buffer bias, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doForwardSpikes(Conv2dShape shape, Buffer spikes, Buffer weight, @Nullable Buffer bias, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doGradInput(Conv2dShape shape, Buffer gradY, Buffer weight, Buffer gradX) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doGradWeight(
            Conv2dShape shape, Buffer x, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doGradWeightSpikes(
            Conv2dShape shape, Buffer spikes, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias) {
        throw new UnsupportedOperationException("not written yet");
    }
}
