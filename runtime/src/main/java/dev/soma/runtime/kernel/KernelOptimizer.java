package dev.soma.runtime.kernel;

import dev.soma.kernels.optimizer.OptimizerKernels;
import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.OptimizerOps;
import dev.soma.runtime.SgdSettings;

/** Optimizer on devices that run kernels. A step is one launch of one work-item a weight, in groups of 256. */
final class KernelOptimizer extends OptimizerOps {
    private final LazyKernel sgd;
    private final LazyKernel adamW;

    KernelOptimizer(KernelDevice device) {
        super(device);
        sgd = new LazyKernel(device, OptimizerKernels.class, "sgd");
        adamW = new LazyKernel(device, OptimizerKernels.class, "adamW");
    }

    @Override
    protected void doSgd(int size, SgdSettings settings, Buffer learningRate, Buffer w, Buffer grad, Buffer velocity) {
        sgd.launch(
                Grid.flat(size),
                size,
                settings.nesterov() ? 1 : 0,
                settings.momentum(),
                settings.weightDecay(),
                learningRate,
                w,
                grad,
                velocity);
    }

    @Override
    protected void doAdamW(int size, AdamWSettings settings, Buffer rates, Buffer w, Buffer grad, Buffer m, Buffer v) {
        adamW.launch(
                Grid.flat(size),
                size,
                settings.beta1(),
                settings.beta2(),
                settings.eps(),
                settings.weightDecay(),
                rates,
                w,
                grad,
                m,
                v);
    }
}
