package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** A work under JMH, done by Soma's device {@code vector} or by PyTorch. */
public abstract class PyTorchBenchmark extends PairBenchmark {
    /** Threads of each side; 0 for all processors. */
    @Param("0")
    public int threads;

    /** For the families. */
    protected PyTorchBenchmark() {}

    @Override
    Pairing<?> pairing() {
        return Pairing.besidePyTorch("vector", threads, Works.full());
    }
}
