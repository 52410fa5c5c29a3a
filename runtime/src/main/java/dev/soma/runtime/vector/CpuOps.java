package dev.soma.runtime.vector;

import dev.soma.runtime.Ops;

/** The operations on the processor. */
final class CpuOps {
    private CpuOps() {}

    /** The operations of that device. */
    static Ops of(VectorDevice device) {
        CpuNeuron neuron = new CpuNeuron(device);
        return new Ops(
                new CpuConvolution(device, neuron),
                new CpuNormalization(device),
                neuron,
                new CpuPooling(device),
                new CpuSpike(device),
                new CpuEncoder(device),
                new CpuLoss(device),
                new CpuOptimizer(device),
                new CpuArray(device));
    }
}
