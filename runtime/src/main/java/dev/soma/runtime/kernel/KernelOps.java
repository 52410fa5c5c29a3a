package dev.soma.runtime.kernel;

import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.Ops;

/** The operations of a device that runs kernels. */
public final class KernelOps {
    private KernelOps() {}

    /** The operations as launches on that device; kernels are compiled when they are first needed. */
    public static Ops of(KernelDevice device) {
        KernelNeuron neuron = new KernelNeuron(device);
        return new Ops(
                new KernelConvolution(device, neuron),
                new KernelNormalization(device),
                neuron,
                new KernelPooling(device),
                new KernelSpike(device),
                new KernelEncoder(device),
                new KernelLoss(device),
                new KernelOptimizer(device),
                new KernelArray(device));
    }
}
