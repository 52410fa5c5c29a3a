package dev.soma.runtime.kernel;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.LossOps;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.LossShape;

/** Loss on devices that run kernels. */
final class KernelLoss extends LossOps {
    KernelLoss(KernelDevice device) {
        super(device);
    }

    @Override
    protected void doCrossEntropy(
            LossShape shape, LossReduction reduction, Buffer logits, Buffer labels, Buffer loss, Buffer gradLogits) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doPredict(LossShape shape, Buffer logits, Buffer classes) {
        throw new UnsupportedOperationException("not written yet");
    }
}
