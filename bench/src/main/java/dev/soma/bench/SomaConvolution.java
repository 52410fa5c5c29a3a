package dev.soma.bench;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Spikes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A convolution by Soma; spikes are bits. */
final class SomaConvolution implements Side {
    private final ConvolutionKind kind;
    private final Conv2dShape shape;
    private final Device device;
    private final ConvolutionOps ops;
    private final Buffer input;
    private final Buffer weights;
    private final Buffer gradOutput;
    private final Buffer output;
    private final Buffer gradInput;
    private final Buffer gradWeights;

    SomaConvolution(ConvolutionKind kind, Device device, ConvolutionArrays arrays) {
        this.kind = kind;
        this.shape = arrays.shape();
        this.device = device;
        this.ops = device.ops().convolution();
        this.input = kind.onSpikes() ? device.allocate(bits(arrays)) : device.allocate(arrays.x());
        this.weights = device.allocate(arrays.weight());
        this.gradOutput = device.allocate(arrays.gradY());
        this.output = device.allocate(DataType.FLOAT, kind.isForward() ? shape.outputSize() : 0);
        this.gradInput = device.allocate(DataType.FLOAT, kind.givesInputGradient() ? shape.inputSize() : 0);
        this.gradWeights = device.allocate(DataType.FLOAT, kind.givesWeightGradient() ? shape.weightSize() : 0);
    }

    private static int[] bits(ConvolutionArrays arrays) {
        int[] spikes = new int[arrays.x().length];
        for (int i = 0; i < spikes.length; i++) {
            spikes[i] = (int) arrays.x()[i];
        }
        Conv2dShape shape = arrays.shape();
        return Spikes.pack(spikes, shape.batch() * arrays.pixels(), shape.inChannels());
    }

    @Override
    public void run() {
        if (kind.isForward()) {
            forward();
        }
        if (kind.givesInputGradient()) {
            ops.gradInput(shape, gradOutput, weights, gradInput);
        }
        if (kind.givesWeightGradient()) {
            gradWeight();
        }
        device.finish();
    }

    private void forward() {
        if (kind.onSpikes()) {
            ops.forwardSpikes(shape, input, weights, null, output);
        } else {
            ops.forward(shape, input, weights, null, output);
        }
    }

    private void gradWeight() {
        if (kind.onSpikes()) {
            ops.gradWeightSpikes(shape, input, gradOutput, gradWeights, null);
        } else {
            ops.gradWeight(shape, input, gradOutput, gradWeights, null);
        }
    }

    @Override
    public Map<String, float[]> results() {
        Map<String, float[]> results = new LinkedHashMap<>();
        if (kind.isForward()) {
            results.put("y", output.toFloats());
        }
        if (kind.givesInputGradient()) {
            results.put("gradX", gradInput.toFloats());
        }
        if (kind.givesWeightGradient()) {
            results.put("gradW", gradWeights.toFloats());
        }
        return results;
    }

    @Override
    public void close() {
        List.of(input, weights, gradOutput, output, gradInput, gradWeights).forEach(Buffer::close);
    }
}
