package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Neurons, by Soma and by PyTorch. */
public class NeuronBenchmark extends PyTorchBenchmark {
    /** The name of the work. */
    @Param({"LIF forward", "LIF forward and backward", "LIF and MPBN forward and backward"})
    public String work = "";

    @Override
    protected String work() {
        return work;
    }
}
