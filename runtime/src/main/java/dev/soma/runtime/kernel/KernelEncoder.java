package dev.soma.runtime.kernel;

import dev.soma.kernels.encoder.EncoderKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.EncoderOps;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import org.jspecify.annotations.Nullable;

/**
 * Encoder on devices that run kernels. Every operation is one launch in groups of 256: direct encoding one work-item a value of {@code
 * x}, which passes through the steps; Poisson and latency encoding one work-item a word of spikes.
 */
final class KernelEncoder extends EncoderOps {
    private final KernelDevice device;
    private final LazyKernel direct;
    private final LazyKernel directBackward;
    private final LazyKernel poisson;
    private final LazyKernel latency;

    /** The seed travels in an array, since it changes from call to call. */
    private @Nullable Buffer seedBuffer;

    private final int[] seedOnHost = new int[2];

    KernelEncoder(KernelDevice device) {
        super(device);
        this.device = device;
        direct = new LazyKernel(device, EncoderKernels.class, "encodeDirect");
        directBackward = new LazyKernel(device, EncoderKernels.class, "encodeDirectBackward");
        poisson = new LazyKernel(device, EncoderKernels.class, "encodePoisson");
        latency = new LazyKernel(device, EncoderKernels.class, "encodeLatency");
    }

    @Override
    protected void doRepeat(int steps, int size, Buffer x, Buffer xSeq) {
        direct.launch(Grid.flat(size), steps, size, x, xSeq);
    }

    @Override
    protected void doRepeatBackward(int steps, int size, Buffer gradXSeq, Buffer gradX) {
        directBackward.launch(Grid.flat(size), steps, size, gradXSeq, gradX);
    }

    @Override
    protected void doPoisson(int steps, int rows, int channels, long seed, Buffer x, Buffer spikeSeq) {
        poisson.launch(Grid.flat(spikeSeq.length()), steps, rows, channels, seed(seed), x, spikeSeq);
    }

    @Override
    protected void doLatency(int steps, int rows, int channels, Buffer x, Buffer spikeSeq) {
        latency.launch(Grid.flat(spikeSeq.length()), steps, rows, channels, x, spikeSeq);
    }

    private Buffer seed(long seed) {
        Buffer buffer = seedBuffer;
        if (buffer == null) {
            buffer = device.allocate(DataType.INT, seedOnHost.length);
            seedBuffer = buffer;
        }
        seedOnHost[0] = (int) seed;
        seedOnHost[1] = (int) (seed >>> Integer.SIZE);
        buffer.copyFrom(seedOnHost);
        return buffer;
    }
}
