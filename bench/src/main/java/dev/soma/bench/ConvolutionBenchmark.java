package dev.soma.bench;

import org.openjdk.jmh.annotations.Param;

/** Convolutions on floats, in the shapes of ResNet-20 and VGG-16, by Soma and by PyTorch or ND4J. */
public class ConvolutionBenchmark extends ConvolutionFamily {
    /** What is computed; ND4J has {@code conv2d both gradients} instead of one by one. */
    @Param({"conv2d forward", "conv2d input gradient", "conv2d weight gradient"})
    public String kind = "";

    /** The convolution, as {@link NetworkShapes} names it. */
    @Param({
        "32x32x3 to 32x32x64",
        "32x32x64",
        "16x16x64",
        "1x1 8x8x64 to 8x8x128",
        "16x16x64 to 8x8x128",
        "8x8x128",
        "1x1 4x4x128 to 4x4x256",
        "8x8x128 to 4x4x256",
        "4x4x256",
        "1x1 2x2x256 to 2x2x512",
        "4x4x256 to 2x2x512",
        "2x2x512",
        "16x16x64 to 16x16x128",
        "16x16x128",
        "8x8x128 to 8x8x256",
        "8x8x256",
        "4x4x256 to 4x4x512",
        "4x4x512"
    })
    public String shape = "";

    @Override
    protected String work() {
        return kind + " at " + shape;
    }
}
