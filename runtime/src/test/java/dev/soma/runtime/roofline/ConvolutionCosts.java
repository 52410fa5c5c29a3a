package dev.soma.runtime.roofline;

import dev.soma.kernels.convolution.Conv2dFireKernels;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.cuda.MachineLaunch;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The least costs of the convolutions' kernels. */
final class ConvolutionCosts {
    private ConvolutionCosts() {}

    static Cost of(String kernel, MachineLaunch launch, ToLongFunction<MachineLaunch> spikePairs) {
        Conv2dShape shape = shape(launch);
        long y = shape.outputSize();
        long weights = shape.weightSize();
        long neededPixels = (long) shape.batch()
                * needed(shape, shape.height(), shape.outHeight(), shape.kernelHeight())
                * needed(shape, shape.width(), shape.outWidth(), shape.kernelWidth());
        long x = neededPixels * shape.inChannels();
        long spikes = neededPixels * Cost.spikeWords(shape.inChannels());
        long flops = 2L * shape.outPixels() * weights;
        return switch (kernel) {
            case "conv2dForward", "conv2dForwardDirect" ->
                Cost.words(x + weights + bias(shape, launch.number("hasBias")), y, flops);
            case "conv2dForwardSpikes" ->
                Cost.words(
                        spikes + weights + bias(shape, launch.number("hasBias")),
                        y,
                        additions(shape, launch, spikePairs));
            case "conv2dFireSpikes" -> fire(shape, launch, spikes + weights, additions(shape, launch, spikePairs));
            case "conv2dGradInput", "conv2dGradInputDirect" -> Cost.words(y + weights, shape.inputSize(), flops);
            case "conv2dGradWeight", "conv2dGradWeightDirect" ->
                Cost.words(x + y, splits(shape, launch) * weights, flops);
            case "conv2dGradWeightSpikes" ->
                Cost.words(spikes + y, splits(shape, launch) * weights, additions(shape, launch, spikePairs));
            default -> throw new IllegalArgumentException("the least cost of " + kernel + " is not known");
        };
    }

    /** The convolution that a launch is a part of. */
    static Conv2dShape shape(MachineLaunch launch) {
        boolean fires = launch.kernel().name().equals("conv2dFireSpikes");
        return new Conv2dShape(
                launch.number("batch"),
                launch.number("height"),
                launch.number("width"),
                launch.number("inChannels"),
                launch.number("outChannels"),
                launch.number(fires ? "kernelSize" : "kernelHeight"),
                launch.number(fires ? "kernelSize" : "kernelWidth"),
                launch.number("stride"),
                launch.number("padding"),
                fires ? 1 : launch.number("dilation"),
                launch.number("groups"));
    }

    private static Cost fire(Conv2dShape shape, MachineLaunch launch, long read, long additions) {
        int form = launch.number("form");
        NeuronShape neurons = shape.neurons(launch.number("steps"));
        NormAxis axis = (form & Conv2dFireKernels.BY_ELEMENT) != 0 ? NormAxis.ELEMENT : NormAxis.CHANNEL;
        long pairs = (form & Conv2dFireKernels.FOLDED) != 0 ? neurons.norm(axis).features() : 0;
        return Cost.words(
                read + bias(shape, form & Conv2dFireKernels.BIAS) + 2 * pairs + 1,
                neurons.words(),
                additions + 4L * shape.outputSize());
    }

    private static long additions(Conv2dShape shape, MachineLaunch launch, ToLongFunction<MachineLaunch> spikePairs) {
        return spikePairs.applyAsLong(launch) * shape.groupOutChannels();
    }

    private static long bias(Conv2dShape shape, int hasBias) {
        return hasBias != 0 ? shape.outChannels() : 0;
    }

    private static long splits(Conv2dShape shape, MachineLaunch launch) {
        return Math.ceilDiv(shape.outPixels(), launch.number("splitPixels"));
    }

    /** How many rows, or columns, of the input some tap meets. */
    private static long needed(Conv2dShape shape, int size, int outSize, int kernelSize) {
        return IntStream.range(0, outSize)
                .flatMap(out -> IntStream.range(0, kernelSize)
                        .map(tap -> out * shape.stride() + tap * shape.dilation() - shape.padding()))
                .filter(place -> place >= 0 && place < size)
                .distinct()
                .count();
    }
}
