package dev.soma.runtime.kernel;

import dev.soma.kernels.pooling.AveragePoolingKernels;
import dev.soma.kernels.pooling.MaxPoolingKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Pool2dShape;
import dev.soma.runtime.PoolingOps;

/**
 * Pooling on devices that run kernels. Every operation is one launch in groups of 256: forward one work-item a value of {@code y}, or a
 * word of spikes; backward one work-item a value of {@code gradX}, which gathers from the windows it lies in.
 */
final class KernelPooling extends PoolingOps {
    private final LazyKernel averageForward;
    private final LazyKernel averageForwardSpikes;
    private final LazyKernel averageBackward;
    private final LazyKernel maxForward;
    private final LazyKernel maxForwardSpikes;
    private final LazyKernel maxBackward;
    private final LazyKernel maxBackwardSpikes;

    KernelPooling(KernelDevice device) {
        super(device);
        averageForward = new LazyKernel(device, AveragePoolingKernels.class, "averageForward");
        averageForwardSpikes = new LazyKernel(device, AveragePoolingKernels.class, "averageForwardSpikes");
        averageBackward = new LazyKernel(device, AveragePoolingKernels.class, "averageBackward");
        maxForward = new LazyKernel(device, MaxPoolingKernels.class, "maxForward");
        maxForwardSpikes = new LazyKernel(device, MaxPoolingKernels.class, "maxForwardSpikes");
        maxBackward = new LazyKernel(device, MaxPoolingKernels.class, "maxBackward");
        maxBackwardSpikes = new LazyKernel(device, MaxPoolingKernels.class, "maxBackwardSpikes");
    }

    @Override
    protected void doAverageForward(Pool2dShape shape, Buffer x, Buffer y) {
        map(averageForward, shape, x, y);
    }

    @Override
    protected void doAverageForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer y) {
        map(averageForwardSpikes, shape, spikes, y);
    }

    @Override
    protected void doAverageBackward(Pool2dShape shape, Buffer gradY, Buffer gradX) {
        map(averageBackward, shape, gradY, gradX);
    }

    @Override
    protected void doMaxForward(Pool2dShape shape, Buffer x, Buffer y) {
        map(maxForward, shape, x, y);
    }

    @Override
    protected void doMaxForwardSpikes(Pool2dShape shape, Buffer spikes, Buffer pooled) {
        map(maxForwardSpikes, shape, spikes, pooled);
    }

    @Override
    protected void doMaxBackward(Pool2dShape shape, Buffer x, Buffer gradY, Buffer gradX) {
        backward(maxBackward, shape, x, gradY, gradX);
    }

    @Override
    protected void doMaxBackwardSpikes(Pool2dShape shape, Buffer spikes, Buffer gradY, Buffer gradX) {
        backward(maxBackwardSpikes, shape, spikes, gradY, gradX);
    }

    /** One work-item an element of {@code to}. */
    private static void map(LazyKernel kernel, Pool2dShape shape, Buffer from, Buffer to) {
        kernel.launch(
                Grid.flat(to.length()),
                shape.batch(),
                shape.height(),
                shape.width(),
                shape.channels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.stride(),
                shape.padding(),
                from,
                to);
    }

    private static void backward(LazyKernel kernel, Pool2dShape shape, Buffer x, Buffer gradY, Buffer gradX) {
        kernel.launch(
                Grid.flat(gradX.length()),
                shape.batch(),
                shape.height(),
                shape.width(),
                shape.channels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.stride(),
                shape.padding(),
                x,
                gradY,
                gradX);
    }
}
