package dev.soma.runtime.roofline;

import dev.soma.runtime.cuda.MachineLaunch;

/** The least costs of the kernels of batch normalisation. */
final class NormalizationCosts {
    private NormalizationCosts() {}

    static Cost of(String kernel, MachineLaunch launch) {
        long features = launch.number("features");
        if (kernel.equals("normInvStd")) {
            return Cost.words(features, features, 3 * features);
        }
        long size = launch.number("rows") * features;
        int splits = launch.numbers().getOrDefault("splits", 1);
        long groupsY = launch.grid().globalY() / launch.grid().localY();
        return switch (kernel) {
            case "normMoments" -> {
                long all = groupsY / splits * size;
                yield Cost.words(all, 2 * groupsY * features, 4 * all);
            }
            case "normStatistics" -> {
                long perStep = launch.number("steps") * features;
                long shifts = 3 * perStep;
                yield Cost.words(
                        2L * splits * perStep + shifts + 2 * features,
                        2 * perStep + 2 * features,
                        2L * splits * perStep);
            }
            case "normTrain" ->
                Cost.words(groupsY * size + 2 * groupsY * features + 2 * features, groupsY * size, 4 * groupsY * size);
            case "normEvaluate" -> Cost.words(size + 4 * features, size, 3 * size);
            case "normGradSums" -> {
                long steps = groupsY / splits;
                yield Cost.words(2 * steps * size + 2 * steps * features, 2 * groupsY * features, 5 * steps * size);
            }
            case "normGradParameters" -> {
                long perStep = launch.number("steps") * features;
                yield Cost.words(2L * splits * perStep, 2 * perStep + 2 * features, 2L * splits * perStep);
            }
            case "normGradX" ->
                Cost.words(2 * groupsY * size + 4 * groupsY * features + features, groupsY * size, 6 * groupsY * size);
            case "normGradXEvaluate" -> Cost.words(size + 2 * features, size, size);
            default -> throw new IllegalArgumentException("the least cost of " + kernel + " is not known");
        };
    }
}
