package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Training steps and inference of whole networks, by Soma and by PyTorch. */
public class NetworkBenchmark extends PyTorchBenchmark {
    /** The name of the work. */
    @Param({
        "training step of the digits network",
        "training step of ResNet-20",
        "training step of VGG-16",
        "inference of ResNet-20",
        "inference of ResNet-20 with 15 % spikes",
        "inference of VGG-16"
    })
    public String work = "";

    @Override
    protected String work() {
        return work;
    }
}
