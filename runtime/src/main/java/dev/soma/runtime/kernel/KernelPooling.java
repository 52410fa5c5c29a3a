package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Pool2dShape;
import dev.soma.runtime.PoolingOps;

/** Pooling on devices that run kernels. */
final class KernelPooling extends PoolingOps {
    KernelPooling(KernelDevice device) {
        super(device);
    }

    @Override
    protected void doAverageForward(Pool2dShape shape, Buffer x, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doAverageForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doAverageBackward(Pool2dShape shape, Buffer gradY, Buffer gradX) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doMaxForward(Pool2dShape shape, Buffer x, Buffer y) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doMaxForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer pooled) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doMaxBackward(Pool2dShape shape, Buffer x, Buffer gradY, Buffer gradX) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doMaxBackwardSpikes(Pool2dShape shape, Buffer spikes, Buffer gradY, Buffer gradX) {
        throw new UnsupportedOperationException("not written yet");
    }
}
