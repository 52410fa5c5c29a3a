package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.opencl.OpenClDevice;
import java.util.List;

/** All pieces of work that Soma does on OpenCL beside what is written by hand. */
final class OpenClWorks {
    private static final double SPIKE_RATE = 0.15;
    private static final int ENQUEUED = 100;
    private static final int CHAIN = 10;

    private OpenClWorks() {}

    /** In the sizes that are measured. */
    static List<Work<OpenClDevice>> full() {
        return of(
                new LifPair(new NeuronShape(4, 16, 32 * 32, 64)),
                new SpikeConvolutionPair(Conv2dShape.of(16, 32, 32, 64, 64, 3, 1, 1), SPIKE_RATE),
                new MomentsPair(1 << 16, 64));
    }

    /** In odd sizes that take no time, to see whether both sides agree. */
    static List<Work<OpenClDevice>> small() {
        return of(
                new LifPair(new NeuronShape(37, 3, 5 * 6, 33)),
                new SpikeConvolutionPair(Conv2dShape.of(3, 7, 6, 33, 40, 3, 2, 1), SPIKE_RATE),
                new MomentsPair(777, 45));
    }

    private static List<Work<OpenClDevice>> of(KernelPair lif, KernelPair convolution, KernelPair moments) {
        return List.of(
                lif.work(),
                convolution.work(),
                moments.work(),
                LaunchWork.enqueued(ENQUEUED),
                LaunchWork.finished(CHAIN));
    }
}
