package dev.soma.bench;

import dev.soma.runtime.Conv2dShape;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution by ND4J, on floats; its backward gives both gradients. Layouts are Soma's, of all that ND4J has the fastest. */
final class Nd4jConvolution implements Side {
    private static final int VALID = 0;
    private static final int CHANNELS_LAST = 1;
    private static final int WEIGHTS_HEIGHT_WIDTH_IN_OUT = 0;

    private final ConvolutionKind kind;
    private final int[] settings;
    private final INDArray input;
    private final INDArray weights;
    private final INDArray gradOutput;
    private final INDArray output;
    private final INDArray gradInput;
    private final INDArray gradWeights;

    Nd4jConvolution(ConvolutionKind kind, ConvolutionArrays host) {
        Conv2dShape shape = host.shape();
        if (shape.groups() != 1) {
            throw new IllegalArgumentException("groups is " + shape.groups() + ", expected 1: ND4J has no others");
        }
        this.kind = kind;
        this.settings = new int[] {
            shape.kernelHeight(),
            shape.kernelWidth(),
            shape.stride(),
            shape.stride(),
            shape.padding(),
            shape.padding(),
            shape.dilation(),
            shape.dilation(),
            VALID,
            CHANNELS_LAST,
            WEIGHTS_HEIGHT_WIDTH_IN_OUT
        };
        long[] images = {shape.batch(), shape.height(), shape.width(), shape.inChannels()};
        long[] taps = {shape.kernelHeight(), shape.kernelWidth(), shape.inChannels(), shape.outChannels()};
        long[] outImages = {shape.batch(), shape.outHeight(), shape.outWidth(), shape.outChannels()};
        this.input = Nd4jCpu.array(host.x(), images);
        this.weights = Nd4jCpu.array(host.weight(), taps);
        this.gradOutput = Nd4jCpu.array(host.gradY(), outImages);
        this.output = Nd4jCpu.array(outImages);
        this.gradInput = Nd4jCpu.array(images);
        this.gradWeights = Nd4jCpu.array(taps);
    }

    @Override
    public void run() {
        if (kind.isForward()) {
            Nd4jCpu.execute("conv2d", new INDArray[] {input, weights}, new INDArray[] {output}, settings);
        } else {
            Nd4jCpu.execute(
                    "conv2d_bp",
                    new INDArray[] {input, weights, gradOutput},
                    new INDArray[] {gradInput, gradWeights},
                    settings);
        }
    }

    @Override
    public Map<String, float[]> results() {
        return kind.isForward()
                ? Map.of("y", output.data().asFloat())
                : Map.of(
                        "gradX",
                        gradInput.data().asFloat(),
                        "gradW",
                        gradWeights.data().asFloat());
    }

    @Override
    public void close() {
        List.of(input, weights, gradOutput, output, gradInput, gradWeights).forEach(INDArray::close);
    }
}
