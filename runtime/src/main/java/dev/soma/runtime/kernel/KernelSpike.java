package dev.soma.runtime.kernel;

import dev.soma.kernels.spike.SpikeKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.SpikeOps;
import dev.soma.runtime.Spikes;

/**
 * Spikes on devices that run kernels. Every operation is one launch in groups of 256: packing and flattening one work-item a word,
 * unpacking one a value, counting one group a segment.
 */
final class KernelSpike extends SpikeOps {
    private final LazyKernel pack;
    private final LazyKernel unpack;
    private final LazyKernel flatten;
    private final LazyKernel count;

    KernelSpike(KernelDevice device) {
        super(device);
        pack = new LazyKernel(device, SpikeKernels.class, "spikePack");
        unpack = new LazyKernel(device, SpikeKernels.class, "spikeUnpack");
        flatten = new LazyKernel(device, SpikeKernels.class, "spikeFlatten");
        count = new LazyKernel(device, SpikeKernels.class, "spikeCount");
    }

    @Override
    protected void doPack(int rows, int channels, Buffer x, Buffer spikes) {
        pack.launch(Grid.flat(spikes.length()), rows, channels, x, spikes);
    }

    @Override
    protected void doUnpack(int rows, int channels, Buffer spikes, Buffer x) {
        unpack.launch(Grid.flat(x.length()), rows, channels, spikes, x);
    }

    @Override
    protected void doFlatten(int rows, int pixels, int channels, Buffer spikes, Buffer flat) {
        int flatWords = Spikes.words(pixels * channels);
        flatten.launch(Grid.flat((long) rows * flatWords), rows, pixels, channels, spikes, flat);
    }

    @Override
    protected void doCount(int segments, int words, Buffer spikes, Buffer counts) {
        int local = SpikeKernels.COUNT_LOCAL;
        count.launch(Grid.of((long) segments * local, local), words, spikes, counts);
    }
}
