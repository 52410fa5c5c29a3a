package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Convolutions on spikes, in the shapes of ResNet-20 and VGG-16, by Soma and by PyTorch. */
public class SpikeConvolutionBenchmark extends ConvolutionFamily {
    /** What is computed. */
    @Param({"conv2d forward on spikes", "conv2d weight gradient on spikes"})
    public String kind = "";

    /** The convolution, as {@link NetworkShapes} names it. */
    @Param({
        "32x32x64",
        "16x16x64",
        "16x16x64 to 8x8x128",
        "8x8x128",
        "8x8x128 to 4x4x256",
        "4x4x256",
        "4x4x256 to 2x2x512",
        "2x2x512",
        "16x16x128",
        "8x8x256",
        "4x4x512"
    })
    public String shape = "";

    /** The share of spikes, in percent. */
    @Param({"5", "15", "30"})
    public int density;

    @Override
    protected String work() {
        return kind + " at " + shape + " with " + density + " %";
    }
}
