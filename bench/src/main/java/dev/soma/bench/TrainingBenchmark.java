package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Training steps, by Soma and by PyTorch. */
public class TrainingBenchmark extends PyTorchBenchmark {
    /** The name of the work. */
    @Param({"training step of the digits network"})
    public String work = "";

    @Override
    protected String work() {
        return work;
    }
}
