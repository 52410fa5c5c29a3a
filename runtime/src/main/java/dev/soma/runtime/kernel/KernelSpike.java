package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.SpikeOps;

/** Spike on devices that run kernels. */
final class KernelSpike extends SpikeOps {
    KernelSpike(KernelDevice device) {
        super(device);
    }

    @Override
    protected void doPack(int rows, int channels, Buffer x, Buffer spikes) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doUnpack(int rows, int channels, Buffer spikes, Buffer x) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doFlatten(int rows, int pixels, int channels, Buffer spikes, Buffer flat) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doCount(int segments, int words, Buffer spikes, Buffer counts) {
        throw new UnsupportedOperationException("not written yet");
    }
}
