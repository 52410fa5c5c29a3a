package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.NormShape;
import java.util.List;

/**
 * Batch normalisation and its folds. Batch normalisation ({@code batch-norm}) and membrane potential batch normalisation
 * ({@code mpbn}) differ in training only: one statistic over all time steps, or one a step.
 */
final class NormalizationOperations {
    private NormalizationOperations() {}

    private enum Statistics {
        ALL_STEPS("batch-norm", "*F", "statistics over all time steps"),
        EACH_STEP("mpbn", "T *F", "statistics of each time step");

        private final String prefix;
        private final String shape;
        private final String meaning;

        Statistics(String prefix, String shape, String meaning) {
            this.prefix = prefix;
            this.shape = shape;
            this.meaning = meaning;
        }

        NormShape normShape(Sizes sizes) {
            int steps = sizes.size("T");
            int batch = sizes.size("N");
            int pixels = sizes.size("P");
            int channels = sizes.size("C");
            boolean element = sizes.setting("axis").equals("element");
            int rows = element ? batch : batch * pixels;
            int features = element ? pixels * channels : channels;
            return this == EACH_STEP ? new NormShape(steps, rows, features) : new NormShape(1, steps * rows, features);
        }
    }

    static List<Operation> all() {
        return List.of(
                forwardTraining(Statistics.ALL_STEPS),
                forwardEvaluation(Statistics.ALL_STEPS),
                backwardTraining(Statistics.ALL_STEPS),
                backwardEvaluation(Statistics.ALL_STEPS),
                forwardTraining(Statistics.EACH_STEP),
                forwardEvaluation(Statistics.EACH_STEP),
                backwardTraining(Statistics.EACH_STEP),
                backwardEvaluation(Statistics.EACH_STEP),
                foldThreshold(),
                foldConvolution());
    }

    private static Operation forwardTraining(Statistics statistics) {
        return Operation.named(
                        statistics.prefix + "-forward-training",
                        "normalises with " + statistics.meaning + ", and updates the running ones")
                .input("x", FLOATS, "T N *P C", "values")
                .with(NormalizationOperations::gammaAndBeta)
                .updated("runningMean", "*F", 0, "running mean")
                .updated("runningVar", "*F", 1, "running variance, unbiased")
                .output("y", FLOATS, "T N *P C", "normalised values")
                .output("mean", FLOATS, statistics.shape, "batch mean, for the backward")
                .output("invStd", FLOATS, statistics.shape, "1 / sqrt(batch variance + eps), for the backward")
                .with(NormalizationOperations::axis)
                .with(NormalizationOperations::eps)
                .number("momentum", "0.1", "weight of the new batch in the running statistics")
                .body(call -> call.ops()
                        .normalization()
                        .forwardTraining(
                                statistics.normShape(call),
                                new NormSettings(call.floatSetting("eps"), call.floatSetting("momentum")),
                                call.buffer("x"),
                                parameters(call),
                                call.buffer("y"),
                                saved(call)));
    }

    private static Operation forwardEvaluation(Statistics statistics) {
        return Operation.named(
                        statistics.prefix + "-forward-evaluation",
                        "normalises with the running statistics, the same at all time steps")
                .input("x", FLOATS, "T N *P C", "values")
                .with(NormalizationOperations::gammaAndBeta)
                .with(NormalizationOperations::runningStatistics)
                .output("y", FLOATS, "T N *P C", "normalised values")
                .with(NormalizationOperations::axis)
                .with(NormalizationOperations::eps)
                .body(call -> call.ops()
                        .normalization()
                        .forwardEvaluation(
                                statistics.normShape(call),
                                call.floatSetting("eps"),
                                call.buffer("x"),
                                parameters(call),
                                call.buffer("y")));
    }

    private static Operation backwardTraining(Statistics statistics) {
        return Operation.named(
                        statistics.prefix + "-backward-training",
                        "gradients of a normalisation with " + statistics.meaning)
                .input("gradY", FLOATS, "T N *P C", "gradient of y")
                .input("x", FLOATS, "T N *P C", "values")
                .input("gamma", FLOATS, "*F", "scale; [C] or, by element, [H, W, C]")
                .input("mean", FLOATS, statistics.shape, "batch mean")
                .input("invStd", FLOATS, statistics.shape, "1 / sqrt(batch variance + eps)")
                .output("gradX", FLOATS, "T N *P C", "gradient of x")
                .with(NormalizationOperations::parameterGradients)
                .with(NormalizationOperations::axis)
                .body(call -> call.ops()
                        .normalization()
                        .backwardTraining(
                                statistics.normShape(call),
                                call.buffer("gradY"),
                                call.buffer("x"),
                                call.buffer("gamma"),
                                saved(call),
                                call.buffer("gradX"),
                                gradients(call)));
    }

    private static Operation backwardEvaluation(Statistics statistics) {
        return Operation.named(
                        statistics.prefix + "-backward-evaluation",
                        "gradients of a normalisation with the running statistics")
                .input("gradY", FLOATS, "T N *P C", "gradient of y")
                .input("x", FLOATS, "T N *P C", "values")
                .with(NormalizationOperations::gammaAndBeta)
                .with(NormalizationOperations::runningStatistics)
                .output("gradX", FLOATS, "T N *P C", "gradient of x")
                .with(NormalizationOperations::parameterGradients)
                .with(NormalizationOperations::axis)
                .with(NormalizationOperations::eps)
                .body(call -> call.ops()
                        .normalization()
                        .backwardEvaluation(
                                statistics.normShape(call),
                                call.floatSetting("eps"),
                                call.buffer("gradY"),
                                call.buffer("x"),
                                parameters(call),
                                call.buffer("gradX"),
                                gradients(call)));
    }

    private static Operation foldThreshold() {
        return Operation.named(
                        "mpbn-fold-threshold",
                        "folds an evaluated MPBN into the firing threshold: fires where sign * h > threshold")
                .with(NormalizationOperations::gammaAndBeta)
                .with(NormalizationOperations::runningStatistics)
                .output("threshold", FLOATS, "*F", "threshold; -inf always fires, inf never")
                .output("sign", FLOATS, "*F", "1 or -1")
                .with(NormalizationOperations::eps)
                .number("vTh", "0.5", "firing threshold of the normalised potential")
                .body(call -> call.ops()
                        .normalization()
                        .foldThreshold(
                                call.size("F"),
                                call.floatSetting("eps"),
                                call.floatSetting("vTh"),
                                parameters(call),
                                call.buffer("threshold"),
                                call.buffer("sign")));
    }

    private static Operation foldConvolution() {
        return Operation.named(
                        "batch-norm-fold-convolution",
                        "folds an evaluated channel-wise normalisation into the convolution before it")
                .input("weight", FLOATS, "*R C", "weights, [Kh, Kw, Cin / groups, C] or [In, C]")
                .optional("bias", FLOATS, "C", "bias")
                .input("gamma", FLOATS, "C", "scale")
                .input("beta", FLOATS, "C", "shift")
                .input("runningMean", FLOATS, "C", "running mean")
                .input("runningVar", FLOATS, "C", "running variance")
                .output("foldedWeight", FLOATS, "*R C", "weight * scale")
                .output("foldedBias", FLOATS, "C", "(bias - runningMean) * scale + beta")
                .with(NormalizationOperations::eps)
                .body(call -> call.ops()
                        .normalization()
                        .foldConvolution(
                                call.size("R"),
                                call.size("C"),
                                call.floatSetting("eps"),
                                call.buffer("weight"),
                                call.optional("bias"),
                                parameters(call),
                                call.buffer("foldedWeight"),
                                call.buffer("foldedBias")));
    }

    private static void gammaAndBeta(Operation.Builder builder) {
        builder.input("gamma", FLOATS, "*F", "scale; [C] or, by element, [H, W, C]")
                .input("beta", FLOATS, "*F", "shift");
    }

    private static void runningStatistics(Operation.Builder builder) {
        builder.input("runningMean", FLOATS, "*F", "running mean")
                .input("runningVar", FLOATS, "*F", "running variance");
    }

    private static void parameterGradients(Operation.Builder builder) {
        builder.output("gradGamma", FLOATS, "*F", "gradient of gamma")
                .output("gradBeta", FLOATS, "*F", "gradient of beta");
    }

    private static void axis(Operation.Builder builder) {
        builder.choice(
                "axis",
                List.of("channel", "element"),
                "what shares a statistic: all pixels of a channel, or only one place (h, w, c)");
    }

    private static void eps(Operation.Builder builder) {
        builder.number("eps", "1e-5", "added to the variance");
    }

    private static NormParameters parameters(Call call) {
        return new NormParameters(
                call.buffer("gamma"), call.buffer("beta"), call.buffer("runningMean"), call.buffer("runningVar"));
    }

    private static BatchStatistics saved(Call call) {
        return new BatchStatistics(call.buffer("mean"), call.buffer("invStd"));
    }

    private static NormGradients gradients(Call call) {
        return new NormGradients(call.buffer("gradGamma"), call.buffer("gradBeta"));
    }
}
