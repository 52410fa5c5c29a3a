package dev.soma.runtime.roofline;

import dev.soma.runtime.cuda.MachineLaunch;

/** The least costs of the neurons' kernels. */
final class NeuronCosts {
    private NeuronCosts() {}

    static Cost of(String kernel, MachineLaunch launch) {
        return switch (kernel) {
            case "lifForward" -> forward(launch, 0, launch.number("keep"), 2);
            case "lifFoldedForward" -> forward(launch, 2L * features(launch), 0, 3);
            case "lifMpbnEvaluation" -> forward(launch, 4L * features(launch), 0, 5);
            case "lifBackward" -> backward(launch);
            case "lifMpbnStep" -> mpbnStep(launch);
            case "lifMpbnStatistics" -> mpbnStatistics(launch);
            case "lifMpbnBackwardStep" -> mpbnBackwardStep(launch);
            case "lifMpbnBackwardSums" -> mpbnBackwardSums(launch);
            default -> throw new IllegalArgumentException("the least cost of " + kernel + " is not known");
        };
    }

    private static Cost forward(MachineLaunch launch, long parameters, long keep, int flops) {
        long rows = (long) launch.number("steps") * launch.number("rows");
        long size = rows * launch.number("channels");
        long currents = launch.number("xStep") == 0 ? size / launch.number("steps") : size;
        long spikes = rows * Cost.spikeWords(launch.number("channels"));
        return Cost.words(currents + parameters + 1, spikes + keep * size, flops * size);
    }

    private static Cost backward(MachineLaunch launch) {
        long neurons = launch.number("neurons");
        long size = launch.number("steps") * neurons;
        return Cost.words(2 * size + 1, size + launch.number("keep") * neurons, 10 * size);
    }

    private static Cost mpbnStep(MachineLaunch launch) {
        int step = launch.number("step");
        long rows = launch.number("rows");
        long features = features(launch);
        long size = rows * features;
        Cost cost = Cost.words(1, 0, 0);
        if (step > 0) {
            long spikes = rows * launch.number("pixels") * Cost.spikeWords(launch.number("channels"));
            cost = cost.plus(Cost.words(size + 4 * features, spikes, 4 * size));
        }
        if (step < launch.number("steps")) {
            cost = cost.plus(Cost.words(size, size + 2 * splits(launch) * features, 6 * size));
        }
        return cost;
    }

    private static Cost mpbnStatistics(MachineLaunch launch) {
        long features = launch.number("features");
        long sums = 2L * launch.number("splits") * features;
        return Cost.words(sums + 3 * features, 4 * features, sums);
    }

    private static Cost mpbnBackwardStep(MachineLaunch launch) {
        int step = launch.number("step");
        int steps = launch.number("steps");
        long features = features(launch);
        long size = launch.number("rows") * features;
        Cost cost = Cost.words(2 * features + 1, 0, 0);
        if (step + 1 < steps) {
            long later = step + 2 < steps ? size : 0;
            cost = cost.plus(Cost.words(2 * size + later + 4 * features, size, 14 * size));
        }
        if (step >= 0) {
            cost = cost.plus(Cost.words(2 * size + 2 * features, 3 * splits(launch) * features, 13 * size));
        }
        return cost;
    }

    private static Cost mpbnBackwardSums(MachineLaunch launch) {
        long features = launch.number("features");
        long sums = 3L * launch.number("splits") * features;
        long before = launch.number("last") != 0 ? 0 : 3 * features;
        return Cost.words(sums + before, 5 * features, sums);
    }

    private static long features(MachineLaunch launch) {
        return (long) launch.number("pixels") * launch.number("channels");
    }

    /** Groups in dimension y. */
    private static long splits(MachineLaunch launch) {
        return launch.grid().globalY() / launch.grid().localY();
    }
}
