package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;
import static dev.soma.runtime.catalog.ArrayKind.SPIKES;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import dev.soma.runtime.Reset;
import dev.soma.runtime.Surrogate;
import java.util.List;
import java.util.Locale;

/** Leaky integrate-and-fire neurons, plain, with MPBN and folded. */
final class NeuronOperations {
    private static final String SEQUENCE = "T N *P C";
    private static final String FEATURES = "*F";
    private static final String STATISTICS = "T *F";
    private static final String USUAL_ALPHA = "usual";

    private NeuronOperations() {}

    static List<Operation> all() {
        return List.of(
                lifForward(),
                lifBackward(),
                lifMpbnForward(),
                lifMpbnBackward(),
                lifFoldedForward(),
                decayForward(),
                decayBackward());
    }

    private static Operation lifForward() {
        return Operation.named("lif-forward", "leaky integrate-and-fire neurons over all time steps")
                .input("xSeq", FLOATS, SEQUENCE, "input current")
                .output("spikeSeq", SPIKES, SEQUENCE, "spikes")
                .output("hSeq", FLOATS, SEQUENCE, "potentials before firing")
                .with(NeuronOperations::neuron)
                .with(NeuronOperations::steps)
                .body(call -> call.ops()
                        .neuron()
                        .lifForward(
                                shape(call),
                                forwardSettings(call),
                                decay(call),
                                call.buffer("xSeq"),
                                call.buffer("spikeSeq"),
                                call.buffer("hSeq")));
    }

    private static Operation lifBackward() {
        return Operation.named("lif-backward", "gradients of lif-forward by a surrogate, back through time")
                .input("gradSpikeSeq", FLOATS, SEQUENCE, "gradient of the spikes")
                .input("hSeq", FLOATS, SEQUENCE, "potentials that the forward gave")
                .output("gradXSeq", FLOATS, SEQUENCE, "gradient of the input current")
                .output("gradDecay", FLOATS, "1", "gradient of the decay")
                .with(NeuronOperations::neuron)
                .with(NeuronOperations::surrogate)
                .body(call -> call.ops()
                        .neuron()
                        .lifBackward(
                                shape(call),
                                backwardSettings(call),
                                decay(call),
                                call.buffer("gradSpikeSeq"),
                                call.buffer("hSeq"),
                                call.buffer("gradXSeq"),
                                call.buffer("gradDecay")));
    }

    private static Operation lifMpbnForward() {
        return Operation.named(
                        "lif-mpbn-forward",
                        "leaky integrate-and-fire neurons whose potentials are batch-normalised before firing")
                .input("xSeq", FLOATS, SEQUENCE, "input current")
                .input("gamma", FLOATS, FEATURES, "scale, F = C channel-wise, P C element-wise")
                .input("beta", FLOATS, FEATURES, "shift")
                .updated("runningMean", FEATURES, 0, "running mean")
                .updated("runningVar", FEATURES, 1, "running variance, unbiased")
                .output("spikeSeq", SPIKES, SEQUENCE, "spikes")
                .output("hSeq", FLOATS, SEQUENCE, "potentials before normalisation; 0 in evaluation")
                .output("mean", FLOATS, STATISTICS, "batch means; 0 in evaluation")
                .output("invStd", FLOATS, STATISTICS, "1 / sqrt(batch variance + eps); 0 in evaluation")
                .choice("training", List.of("true", "false"), "batch statistics of each step, or the running ones")
                .with(NeuronOperations::mode)
                .with(NeuronOperations::neuron)
                .number("eps", "1e-5", "added to the variance")
                .number("momentum", "0.1", "weight of a step in the running statistics")
                .with(NeuronOperations::steps)
                .body(NeuronOperations::runLifMpbnForward);
    }

    private static void runLifMpbnForward(Call call) {
        NormParameters parameters = new NormParameters(
                call.buffer("gamma"), call.buffer("beta"), call.buffer("runningMean"), call.buffer("runningVar"));
        float eps = call.floatSetting("eps");
        if (call.flag("training")) {
            call.ops()
                    .neuron()
                    .lifMpbnForwardTraining(
                            shape(call),
                            axis(call),
                            forwardSettings(call),
                            new NormSettings(eps, call.floatSetting("momentum")),
                            decay(call),
                            call.buffer("xSeq"),
                            parameters,
                            call.buffer("spikeSeq"),
                            call.buffer("hSeq"),
                            statistics(call));
        } else {
            call.ops()
                    .neuron()
                    .lifMpbnForwardEvaluation(
                            shape(call),
                            axis(call),
                            forwardSettings(call),
                            eps,
                            decay(call),
                            call.buffer("xSeq"),
                            parameters,
                            call.buffer("spikeSeq"));
        }
    }

    private static Operation lifMpbnBackward() {
        return Operation.named("lif-mpbn-backward", "gradients of lif-mpbn-forward in training, back through time")
                .input("gradSpikeSeq", FLOATS, SEQUENCE, "gradient of the spikes")
                .input("hSeq", FLOATS, SEQUENCE, "potentials that the forward gave")
                .input("gamma", FLOATS, FEATURES, "scale, F = C channel-wise, P C element-wise")
                .input("beta", FLOATS, FEATURES, "shift")
                .input("mean", FLOATS, STATISTICS, "batch means that the forward gave")
                .input("invStd", FLOATS, STATISTICS, "1 / sqrt(batch variance + eps) that the forward gave")
                .output("gradXSeq", FLOATS, SEQUENCE, "gradient of the input current")
                .output("gradGamma", FLOATS, FEATURES, "gradient of gamma")
                .output("gradBeta", FLOATS, FEATURES, "gradient of beta")
                .output("gradDecay", FLOATS, "1", "gradient of the decay")
                .with(NeuronOperations::mode)
                .with(NeuronOperations::neuron)
                .with(NeuronOperations::surrogate)
                .body(call -> call.ops()
                        .neuron()
                        .lifMpbnBackward(
                                shape(call),
                                axis(call),
                                backwardSettings(call),
                                decay(call),
                                call.buffer("gradSpikeSeq"),
                                call.buffer("hSeq"),
                                call.buffer("gamma"),
                                call.buffer("beta"),
                                statistics(call),
                                call.buffer("gradXSeq"),
                                new NormGradients(call.buffer("gradGamma"), call.buffer("gradBeta")),
                                call.buffer("gradDecay")));
    }

    private static Operation lifFoldedForward() {
        return Operation.named("lif-folded-forward", "neurons with MPBN folded: they fire where sign * h > threshold")
                .input("xSeq", FLOATS, SEQUENCE, "input current")
                .input("threshold", FLOATS, FEATURES, "threshold, F = C channel-wise, P C element-wise")
                .input("sign", FLOATS, FEATURES, "1 or -1")
                .output("spikeSeq", SPIKES, SEQUENCE, "spikes")
                .with(NeuronOperations::mode)
                .with(NeuronOperations::neuron)
                .with(NeuronOperations::steps)
                .body(call -> call.ops()
                        .neuron()
                        .lifFoldedForward(
                                shape(call),
                                axis(call),
                                forwardSettings(call),
                                decay(call),
                                call.buffer("xSeq"),
                                new FoldedThreshold(call.buffer("threshold"), call.buffer("sign")),
                                call.buffer("spikeSeq")));
    }

    private static Operation decayForward() {
        return Operation.named("decay-forward", "the decay of a parametric LIF: sigmoid(w)")
                .input("w", FLOATS, "1", "what is learnt")
                .output("decay", FLOATS, "1", "decay per step")
                .body(call -> call.ops().neuron().decayForward(call.buffer("w"), call.buffer("decay")));
    }

    private static Operation decayBackward() {
        return Operation.named("decay-backward", "gradient of decay-forward")
                .input("decay", FLOATS, "1", "what the forward gave")
                .input("gradDecay", FLOATS, "1", "gradient of the decay")
                .output("gradW", FLOATS, "1", "gradient of w")
                .body(call -> call.ops()
                        .neuron()
                        .decayBackward(call.buffer("decay"), call.buffer("gradDecay"), call.buffer("gradW")));
    }

    static void neuron(Operation.Builder builder) {
        builder.number("decay", "0.25", "what remains of the potential after a step; 1 for IF neurons")
                .number("vTh", "0.5", "firing threshold")
                .choice("reset", List.of("hard", "soft"), "a spike sets the potential to 0, or subtracts vTh");
    }

    static void mode(Operation.Builder builder) {
        builder.choice("mode", List.of("channel", "element"), "statistics per channel, or per pixel and channel");
    }

    private static void steps(Operation.Builder builder) {
        builder.number("steps", "0", "time steps, where xSeq has one that is the same at all of them; 0: those of xSeq")
                .derive(NeuronOperations::deriveSteps);
    }

    private static void deriveSteps(Sizes sizes) {
        int steps = sizes.intSetting("steps");
        if (steps == 0) {
            return;
        }
        if (sizes.size("T") != 1) {
            throw new IllegalArgumentException("setting 'steps' is " + steps + ", but array 'xSeq' has "
                    + sizes.size("T") + " time steps, expected 1");
        }
        sizes.define("T", steps);
        shape(sizes);
    }

    private static void surrogate(Operation.Builder builder) {
        builder.choice(
                        "detachReset",
                        List.of("false", "true"),
                        "whether the reset's dependence on the spike is ignored")
                .choice(
                        "surrogate",
                        List.of("tanh", "rectangle", "triangle", "atan", "sigmoid"),
                        "derivative of the spike")
                .number("alpha", USUAL_ALPHA, "sharpness of the surrogate; usual: 3, 1, 1, 2, 4 in their order");
    }

    private static NeuronShape shape(Sizes sizes) {
        return new NeuronShape(sizes.size("T"), sizes.size("N"), sizes.size("P"), sizes.size("C"));
    }

    static NormAxis axis(Call call) {
        return NormAxis.valueOf(upper(call.setting("mode")));
    }

    static LifSettings forwardSettings(Call call) {
        return new LifSettings(call.floatSetting("vTh"), reset(call), false, Surrogate.DEFAULT);
    }

    private static LifSettings backwardSettings(Call call) {
        Surrogate.Kind kind = Surrogate.Kind.valueOf(upper(call.setting("surrogate")));
        Surrogate surrogate = call.setting("alpha").equals(USUAL_ALPHA)
                ? Surrogate.of(kind)
                : new Surrogate(kind, call.floatSetting("alpha"));
        return new LifSettings(call.floatSetting("vTh"), reset(call), call.flag("detachReset"), surrogate);
    }

    private static Reset reset(Call call) {
        return Reset.valueOf(upper(call.setting("reset")));
    }

    static Buffer decay(Call call) {
        return call.scalars(call.floatSetting("decay"));
    }

    private static BatchStatistics statistics(Call call) {
        return new BatchStatistics(call.buffer("mean"), call.buffer("invStd"));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
