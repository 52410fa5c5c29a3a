package dev.soma.runtime.kernel;

import dev.soma.kernels.loss.CrossEntropyKernels;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Grid;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.LossOps;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.LossShape;

/** Loss on devices that run kernels. Every operation is one launch of one work-item a sample, in groups of 32. */
final class KernelLoss extends LossOps {
    /** Samples are few: small groups spread them over more of the device. */
    private static final int LOCAL = 32;

    private final LazyKernel ofMeanLogits;
    private final LazyKernel meanOfLosses;
    private final LazyKernel predict;

    KernelLoss(KernelDevice device) {
        super(device);
        ofMeanLogits = new LazyKernel(device, CrossEntropyKernels.class, "crossEntropyMeanLogits");
        meanOfLosses = new LazyKernel(device, CrossEntropyKernels.class, "crossEntropyMeanLoss");
        predict = new LazyKernel(device, CrossEntropyKernels.class, "predictClass");
    }

    @Override
    protected void doCrossEntropy(
            LossShape shape, LossReduction reduction, Buffer logits, Buffer labels, Buffer loss, Buffer gradLogits) {
        LazyKernel kernel = reduction == LossReduction.MEAN_LOGITS ? ofMeanLogits : meanOfLosses;
        kernel.launch(grid(shape), shape.steps(), shape.batch(), shape.classes(), logits, labels, loss, gradLogits);
    }

    @Override
    protected void doPredict(LossShape shape, Buffer logits, Buffer classes) {
        predict.launch(grid(shape), shape.steps(), shape.batch(), shape.classes(), logits, classes);
    }

    private static Grid grid(LossShape shape) {
        return Grid.of(shape.batch(), LOCAL);
    }
}
