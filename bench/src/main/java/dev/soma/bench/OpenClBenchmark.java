package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Launches and kernels on the device {@code opencl}, by Soma and by hand. */
public class OpenClBenchmark extends PairBenchmark {
    /** The name of the work. */
    @Param({
        "LIF forward",
        "conv2d forward on spikes",
        "BN reduction",
        "100 launches enqueued",
        "10 launches and a finish"
    })
    public String work = "";

    /** Which OpenCL device: an index or a part of a name. */
    @Param("")
    public String select = "";

    @Override
    protected String work() {
        return work;
    }

    @Override
    final Pairing<?> pairing() {
        return Pairing.openClByHand(select);
    }
}
