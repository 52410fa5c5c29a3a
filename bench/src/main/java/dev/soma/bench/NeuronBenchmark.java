package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Neurons, in the shapes of ResNet-20 and VGG-16, by Soma and by PyTorch. */
public class NeuronBenchmark extends PyTorchBenchmark {
    /** What is computed. */
    @Param({"LIF forward", "LIF forward and backward", "LIF and MPBN forward and backward"})
    public String kind = "";

    /** The neurons of an image. */
    @Param({"32x32x64", "16x16x64", "8x8x128", "4x4x256", "2x2x512", "16x16x128", "8x8x256", "4x4x512"})
    public String shape = "";

    @Override
    protected String work() {
        return kind + " at " + shape;
    }
}
