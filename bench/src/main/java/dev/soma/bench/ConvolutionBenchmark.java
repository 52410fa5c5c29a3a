package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Convolutions, by Soma and by PyTorch. */
public class ConvolutionBenchmark extends PyTorchBenchmark {
    /** The name of the work. */
    @Param({
        "conv2d forward",
        "conv2d forward on spikes",
        "conv2d input gradient",
        "conv2d weight gradient",
        "conv2d weight gradient on spikes"
    })
    public String work = "";

    @Override
    protected String work() {
        return work;
    }
}
