package dev.soma.runtime.roofline;

import dev.soma.runtime.cuda.MachineLaunch;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The least costs of the convolutions' kernels. */
final class ConvolutionCosts {
    private ConvolutionCosts() {}

    static Cost of(String kernel, MachineLaunch launch, ToLongFunction<MachineLaunch> spikePairs) {
        long outPixels = (long) launch.number("batch") * launch.number("outHeight") * launch.number("outWidth");
        long y = outPixels * launch.number("outChannels");
        long taps = (long) launch.number("kernelHeight") * launch.number("kernelWidth");
        int groupIn = launch.number("inChannels") / launch.number("groups");
        long weights = taps * groupIn * launch.number("outChannels");
        long neededPixels = (long) launch.number("batch")
                * needed(launch, "height", "outHeight", "kernelHeight")
                * needed(launch, "width", "outWidth", "kernelWidth");
        long x = neededPixels * launch.number("inChannels");
        long spikes = neededPixels * Cost.spikeWords(launch.number("inChannels"));
        long flops = 2 * outPixels * weights;
        return switch (kernel) {
            case "conv2dForward", "conv2dForwardDirect" -> Cost.words(x + weights + bias(launch), y, flops);
            case "conv2dForwardSpikes" -> Cost.words(spikes + weights + bias(launch), y, additions(launch, spikePairs));
            case "conv2dGradInput", "conv2dGradInputDirect" ->
                Cost.words(
                        y + weights,
                        (long) launch.number("batch")
                                * launch.number("height")
                                * launch.number("width")
                                * launch.number("inChannels"),
                        flops);
            case "conv2dGradWeight", "conv2dGradWeightDirect" ->
                Cost.words(x + y, splits(launch, outPixels) * weights, flops);
            case "conv2dGradWeightSpikes" ->
                Cost.words(spikes + y, splits(launch, outPixels) * weights, additions(launch, spikePairs));
            default -> throw new IllegalArgumentException("the least cost of " + kernel + " is not known");
        };
    }

    private static long additions(MachineLaunch launch, ToLongFunction<MachineLaunch> spikePairs) {
        return spikePairs.applyAsLong(launch) * launch.number("outChannels") / launch.number("groups");
    }

    private static long bias(MachineLaunch launch) {
        return launch.number("hasBias") != 0 ? launch.number("outChannels") : 0;
    }

    private static long splits(MachineLaunch launch, long outPixels) {
        return Math.ceilDiv(outPixels, launch.number("splitPixels"));
    }

    /** How many rows, or columns, of the input some tap meets. */
    private static long needed(MachineLaunch launch, String size, String outSize, String kernelSize) {
        int stride = launch.number("stride");
        return IntStream.range(0, launch.number(outSize))
                .flatMap(out -> IntStream.range(0, launch.number(kernelSize))
                        .map(tap -> out * stride + tap * launch.number("dilation") - launch.number("padding")))
                .filter(place -> place >= 0 && place < launch.number(size))
                .distinct()
                .count();
    }
}
