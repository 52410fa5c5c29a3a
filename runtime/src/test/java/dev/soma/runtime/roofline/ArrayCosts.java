package dev.soma.runtime.roofline;

import dev.soma.runtime.cuda.MachineLaunch;

/** The least costs of pooling, spikes, encoders, losses, optimizers and sums. */
final class ArrayCosts {
    private ArrayCosts() {}

    static Cost of(String kernel, MachineLaunch launch) {
        return switch (kernel) {
            case "arrayAdd" -> each(launch, 2, 1, 1);
            case "arrayFill" -> each(launch, 0, 1, 0);
            case "arrayCopy" -> each(launch, 1, 1, 0);
            case "sgd" -> each(launch, 3, 2, 6).plus(Cost.words(1, 0, 0));
            case "adamW" -> each(launch, 4, 3, 16).plus(Cost.words(3, 0, 0));
            case "sumSplits" -> each(launch, launch.number("splits"), 1, launch.number("splits"));
            case "encodeDirect" -> each(launch, 1, launch.number("steps"), 0);
            case "encodeDirectBackward" -> each(launch, launch.number("steps"), 1, launch.number("steps") - 1);
            case "sumRows" -> {
                long size = product(launch, "rows", "columns");
                long splits = Math.ceilDiv(launch.number("rows"), launch.number("splitRows"));
                yield Cost.words(size, splits * launch.number("columns"), size);
            }
            case "spikePack" -> Cost.words(product(launch, "rows", "channels"), spikeWords(launch, 1), 0);
            case "spikeUnpack" -> Cost.words(spikeWords(launch, 1), product(launch, "rows", "channels"), 0);
            case "spikeFlatten" ->
                Cost.words(
                        spikeWords(launch, launch.number("pixels")),
                        launch.number("rows") * Cost.spikeWords(launch.number("pixels") * launch.number("channels")),
                        0);
            case "spikeCount" -> {
                long segments = launch.grid().globalX() / launch.grid().localX();
                yield Cost.words(segments * launch.number("words"), segments, 0);
            }
            case "crossEntropyMeanLogits", "crossEntropyMeanLoss" -> {
                long size = product(launch, "steps", "batch", "classes");
                yield Cost.words(size + launch.number("batch"), size + launch.number("batch"), 2 * size);
            }
            case "predictClass" -> {
                long size = product(launch, "steps", "batch", "classes");
                yield Cost.words(size, launch.number("batch"), size);
            }
            default -> pooling(kernel, launch);
        };
    }

    private static Cost pooling(String kernel, MachineLaunch launch) {
        long x = product(launch, "batch", "height", "width", "channels");
        long spikes = product(launch, "batch", "height", "width") * Cost.spikeWords(launch.number("channels"));
        long outPixels = launch.number("batch")
                * outputs(launch, "height", "kernelHeight")
                * outputs(launch, "width", "kernelWidth");
        long y = outPixels * launch.number("channels");
        long pooled = outPixels * Cost.spikeWords(launch.number("channels"));
        long window = product(launch, "kernelHeight", "kernelWidth");
        return switch (kernel) {
            case "averageForward" -> Cost.words(x, y, window * y);
            case "averageForwardSpikes" -> Cost.words(spikes, y, window * y);
            case "averageBackward" -> Cost.words(y, x, window * y);
            case "maxForward" -> Cost.words(x, y, window * y);
            case "maxForwardSpikes" -> Cost.words(spikes, pooled, 0);
            case "maxBackward" -> Cost.words(x + y, x, window * y);
            case "maxBackwardSpikes" -> Cost.words(spikes + y, x, window * y);
            default -> throw new IllegalArgumentException("the least cost of " + kernel + " is not known");
        };
    }

    private static long outputs(MachineLaunch launch, String size, String kernelSize) {
        int padded = launch.number(size) + 2 * launch.number("padding");
        return 1L + (padded - launch.number(kernelSize)) / launch.number("stride");
    }

    private static Cost each(MachineLaunch launch, long read, long written, long flops) {
        long size = launch.number("size");
        return Cost.words(read * size, written * size, flops * size);
    }

    private static long spikeWords(MachineLaunch launch, int pixels) {
        return (long) launch.number("rows") * pixels * Cost.spikeWords(launch.number("channels"));
    }

    private static long product(MachineLaunch launch, String... names) {
        long product = 1;
        for (String name : names) {
            product *= launch.number(name);
        }
        return product;
    }
}
