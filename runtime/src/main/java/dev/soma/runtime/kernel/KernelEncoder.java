package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.EncoderOps;
import dev.soma.runtime.KernelDevice;

/** Encoder on devices that run kernels. */
final class KernelEncoder extends EncoderOps {
    KernelEncoder(KernelDevice device) {
        super(device);
    }

    @Override
    protected void doRepeat(int steps, int size, Buffer x, Buffer xSeq) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doRepeatBackward(int steps, int size, Buffer gradXSeq, Buffer gradX) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doPoisson(int steps, int rows, int channels, long seed, Buffer x, Buffer spikeSeq) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doLatency(int steps, int rows, int channels, Buffer x, Buffer spikeSeq) {
        throw new UnsupportedOperationException("not written yet");
    }
}
