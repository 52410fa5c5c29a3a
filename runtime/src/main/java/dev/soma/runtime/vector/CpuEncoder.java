package dev.soma.runtime.vector;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.EncoderOps;

/** Encoder on the processor. */
final class CpuEncoder extends EncoderOps {
    CpuEncoder(VectorDevice device) {
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
