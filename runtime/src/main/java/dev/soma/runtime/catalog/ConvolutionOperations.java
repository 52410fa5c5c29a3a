package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;
import static dev.soma.runtime.catalog.ArrayKind.SPIKES;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Convolution and linear maps, on floats and on spikes.
 *
 * <p>Symbols: {@code B} images, time steps included, or {@code T} steps of {@code N} images; {@code H W C} of the input,
 * {@code P Q O} of the output; {@code KH KW} of the kernel, {@code CG} input channels of a group; {@code F} thresholds; of
 * linear maps {@code R} rows, {@code I} and {@code O} features.
 */
final class ConvolutionOperations {
    private static final String INPUT = "*B H W C";
    private static final String OUTPUT = "*B P Q O";
    private static final String WEIGHT = "KH KW CG O";

    private ConvolutionOperations() {}

    static List<Operation> all() {
        return List.of(
                conv2dForward("conv2d-forward", "x", FLOATS, "convolves floats", ops -> ops::forward),
                conv2dForward("conv2d-forward-spikes", "spikes", SPIKES, "convolves spikes", ops -> ops::forwardSpikes),
                conv2dFireSpikes(),
                conv2dGradInput(),
                conv2dGradWeight("conv2d-grad-weight", "x", FLOATS, "of floats", ops -> ops::gradWeight),
                conv2dGradWeight(
                        "conv2d-grad-weight-spikes", "spikes", SPIKES, "of spikes", ops -> ops::gradWeightSpikes),
                linearForward("linear-forward", "x", FLOATS, "maps vectors of floats", ops -> ops::forward),
                linearForward(
                        "linear-forward-spikes", "spikes", SPIKES, "maps vectors of spikes", ops -> ops::forwardSpikes),
                linearGradInput(),
                linearGradWeight("linear-grad-weight", "x", FLOATS, "of floats", ops -> ops::gradWeight),
                linearGradWeight(
                        "linear-grad-weight-spikes", "spikes", SPIKES, "of spikes", ops -> ops::gradWeightSpikes));
    }

    /** A forward operation, for floats or for spikes. */
    private interface Forward {
        void run(Conv2dShape shape, Buffer input, Buffer weight, @Nullable Buffer bias, Buffer y);
    }

    /** An operation for the gradients of weight and bias, for floats or for spikes. */
    private interface GradWeight {
        void run(Conv2dShape shape, Buffer input, Buffer gradY, Buffer gradWeight, @Nullable Buffer gradBias);
    }

    private static Operation conv2dForward(
            String name, String input, ArrayKind kind, String summary, Function<ConvolutionOps, Forward> forward) {
        return Operation.named(name, summary + "; the number of groups is C / CG")
                .input(input, kind, INPUT, "input, channels last")
                .input("weight", FLOATS, WEIGHT, "weight")
                .optional("bias", FLOATS, "O", "bias")
                .output("y", FLOATS, OUTPUT, "output")
                .with(ConvolutionOperations::addSteps)
                .derive(ConvolutionOperations::deriveOutput)
                .body(call -> forward.apply(call.ops().convolution())
                        .run(
                                shape(call),
                                call.buffer(input),
                                call.buffer("weight"),
                                call.optional("bias"),
                                call.buffer("y")));
    }

    private static Operation conv2dFireSpikes() {
        return Operation.named(
                        "conv2d-fire-spikes",
                        "convolves spikes and computes those of the neurons behind, folded or not; the number of groups is"
                                + " C / CG")
                .input("spikes", SPIKES, "T N H W C", "input, channels last")
                .input("weight", FLOATS, WEIGHT, "weight")
                .optional("bias", FLOATS, "O", "bias")
                .optional(
                        "threshold",
                        FLOATS,
                        "*F",
                        "threshold in the place of vTh, F = O channel-wise, P Q O element-wise")
                .optional("sign", FLOATS, "*F", "1 or -1: neurons fire where sign * h > threshold")
                .output("spikeSeq", SPIKES, "T N P Q O", "spikes")
                .with(ConvolutionOperations::addSteps)
                .with(NeuronOperations::mode)
                .with(NeuronOperations::neuron)
                .derive(sizes -> {
                    sizes.define("B", Math.multiplyExact(sizes.size("T"), sizes.size("N")));
                    deriveOutput(sizes);
                })
                .body(call -> fireSpikes(call.ops().convolution(), call));
    }

    /** What conv2d-fire-spikes runs. */
    static void fireSpikes(ConvolutionOps ops, Call call) {
        ops.fireSpikes(
                shape(call),
                call.size("T"),
                call.buffer("spikes"),
                call.buffer("weight"),
                call.optional("bias"),
                firingRule(call),
                call.buffer("spikeSeq"));
    }

    static FiringRule firingRule(Call call) {
        return new FiringRule(
                NeuronOperations.forwardSettings(call),
                NeuronOperations.decay(call),
                NeuronOperations.axis(call),
                folded(call.optional("threshold"), call.optional("sign")));
    }

    private static @Nullable FoldedThreshold folded(@Nullable Buffer threshold, @Nullable Buffer sign) {
        if (threshold != null && sign != null) {
            return new FoldedThreshold(threshold, sign);
        }
        if (threshold != null || sign != null) {
            throw new IllegalArgumentException("array '" + (sign == null ? "threshold" : "sign")
                    + "' is given alone, expected 'threshold' and 'sign', or neither");
        }
        return null;
    }

    private static Operation conv2dGradInput() {
        return Operation.named("conv2d-grad-input", "the gradient of a convolution's input, be it floats or spikes")
                .input("gradY", FLOATS, OUTPUT, "gradient of the output")
                .input("weight", FLOATS, WEIGHT, "weight")
                .output("gradX", FLOATS, INPUT, "gradient of the input")
                .with(ConvolutionOperations::addSteps)
                .number("groups", "1", "number of groups, C = groups * CG")
                .number("height", "0", "H; 0 where the stride is 1 and H follows from P")
                .number("width", "0", "W; 0 where the stride is 1 and W follows from Q")
                .derive(sizes -> {
                    int groups = atLeastOne("groups", sizes.intSetting("groups"));
                    sizes.define("groups", groups);
                    sizes.define("C", Math.multiplyExact(groups, sizes.size("CG")));
                    sizes.define("H", inputSize(sizes, "height", "P", "KH"));
                    sizes.define("W", inputSize(sizes, "width", "Q", "KW"));
                    requireOutput("gradY", sizes);
                })
                .body(call -> call.ops()
                        .convolution()
                        .gradInput(shape(call), call.buffer("gradY"), call.buffer("weight"), call.buffer("gradX")));
    }

    private static Operation conv2dGradWeight(
            String name, String input, ArrayKind kind, String suffix, Function<ConvolutionOps, GradWeight> gradWeight) {
        return Operation.named(name, "the gradients of weight and bias of a convolution " + suffix)
                .input(input, kind, INPUT, "input, channels last")
                .input("gradY", FLOATS, OUTPUT, "gradient of the output")
                .output("gradWeight", FLOATS, WEIGHT, "gradient of the weight")
                .output("gradBias", FLOATS, "O", "gradient of the bias")
                .with(ConvolutionOperations::addSteps)
                .number("groups", "1", "number of groups, CG = C / groups")
                .number("kernelHeight", "0", "KH; 0 where it follows from H and P")
                .number("kernelWidth", "0", "KW; 0 where it follows from W and Q")
                .derive(sizes -> {
                    int groups = atLeastOne("groups", sizes.intSetting("groups"));
                    sizes.define("groups", groups);
                    sizes.define("KH", kernelSize(sizes, "kernelHeight", "H", "P"));
                    sizes.define("KW", kernelSize(sizes, "kernelWidth", "W", "Q"));
                    sizes.define("CG", sizes.size("C") / groups);
                    requireOutput("gradY", sizes);
                })
                .body(call -> gradWeight
                        .apply(call.ops().convolution())
                        .run(
                                shape(call),
                                call.buffer(input),
                                call.buffer("gradY"),
                                call.buffer("gradWeight"),
                                call.buffer("gradBias")));
    }

    private static Operation linearForward(
            String name, String input, ArrayKind kind, String summary, Function<ConvolutionOps, Forward> forward) {
        return Operation.named(name, summary)
                .input(input, kind, "*R I", "input")
                .input("weight", FLOATS, "I O", "weight")
                .optional("bias", FLOATS, "O", "bias")
                .output("y", FLOATS, "*R O", "output")
                .body(call -> forward.apply(call.ops().convolution())
                        .run(
                                linearShape(call),
                                call.buffer(input),
                                call.buffer("weight"),
                                call.optional("bias"),
                                call.buffer("y")));
    }

    private static Operation linearGradInput() {
        return Operation.named("linear-grad-input", "the gradient of a linear map's input, be it floats or spikes")
                .input("gradY", FLOATS, "*R O", "gradient of the output")
                .input("weight", FLOATS, "I O", "weight")
                .output("gradX", FLOATS, "*R I", "gradient of the input")
                .body(call -> call.ops()
                        .convolution()
                        .gradInput(
                                linearShape(call), call.buffer("gradY"), call.buffer("weight"), call.buffer("gradX")));
    }

    private static Operation linearGradWeight(
            String name, String input, ArrayKind kind, String suffix, Function<ConvolutionOps, GradWeight> gradWeight) {
        return Operation.named(name, "the gradients of weight and bias of a linear map " + suffix)
                .input(input, kind, "*R I", "input")
                .input("gradY", FLOATS, "*R O", "gradient of the output")
                .output("gradWeight", FLOATS, "I O", "gradient of the weight")
                .output("gradBias", FLOATS, "O", "gradient of the bias")
                .body(call -> gradWeight
                        .apply(call.ops().convolution())
                        .run(
                                linearShape(call),
                                call.buffer(input),
                                call.buffer("gradY"),
                                call.buffer("gradWeight"),
                                call.buffer("gradBias")));
    }

    private static void addSteps(Operation.Builder builder) {
        builder.number("stride", "1", "step of the kernel in both directions")
                .number("padding", "0", "rows and columns of zeros on each side")
                .number("dilation", "1", "distance of the kernel's taps in both directions");
    }

    private static void deriveOutput(Sizes sizes) {
        sizes.define("groups", groupsOfForward(sizes.size("C"), sizes.size("CG")));
        Conv2dShape shape = shape(sizes);
        sizes.define("P", shape.outHeight());
        sizes.define("Q", shape.outWidth());
    }

    static Conv2dShape shape(Sizes sizes) {
        return new Conv2dShape(
                sizes.size("B"),
                sizes.size("H"),
                sizes.size("W"),
                sizes.size("C"),
                sizes.size("O"),
                sizes.size("KH"),
                sizes.size("KW"),
                sizes.intSetting("stride"),
                sizes.intSetting("padding"),
                sizes.intSetting("dilation"),
                sizes.size("groups"));
    }

    private static Conv2dShape linearShape(Sizes sizes) {
        return Conv2dShape.linear(sizes.size("R"), sizes.size("I"), sizes.size("O"));
    }

    private static int groupsOfForward(int channels, int groupChannels) {
        if (groupChannels < 1 || channels % groupChannels != 0) {
            throw new IllegalArgumentException("array 'weight' has CG = " + groupChannels
                    + " input channels, expected a divisor of the input's C = " + channels);
        }
        return channels / groupChannels;
    }

    /** The input's height or width: as set, or the only one that gives the output's. */
    private static int inputSize(Sizes sizes, String setting, String outSymbol, String kernelSymbol) {
        int set = sizes.intSetting(setting);
        if (set != 0) {
            return atLeastOne(setting, set);
        }
        if (sizes.intSetting("stride") != 1) {
            throw doesNotFollow(setting);
        }
        int reach = sizes.intSetting("dilation") * (sizes.size(kernelSymbol) - 1);
        return sizes.size(outSymbol) + reach - 2 * sizes.intSetting("padding");
    }

    /** The kernel's height or width: as set, or the only one that makes the output's of the input's. */
    private static int kernelSize(Sizes sizes, String setting, String symbol, String outSymbol) {
        int set = sizes.intSetting(setting);
        if (set != 0) {
            return atLeastOne(setting, set);
        }
        int stride = atLeastOne("stride", sizes.intSetting("stride"));
        int dilation = atLeastOne("dilation", sizes.intSetting("dilation"));
        int longest = sizes.size(symbol) + 2 * sizes.intSetting("padding") - 1 - (sizes.size(outSymbol) - 1) * stride;
        int kernel = Math.floorDiv(longest, dilation) + 1;
        boolean shorterFits = kernel > 1 && longest - dilation * (kernel - 2) < stride;
        if (kernel < 1 || shorterFits) {
            throw doesNotFollow(setting);
        }
        return kernel;
    }

    private static void requireOutput(String array, Sizes sizes) {
        Conv2dShape shape = shape(sizes);
        if (sizes.size("P") != shape.outHeight() || sizes.size("Q") != shape.outWidth()) {
            throw new IllegalArgumentException("array '" + array + "' has P x Q = " + sizes.size("P") + " x "
                    + sizes.size("Q") + ", expected " + shape.outHeight() + " x " + shape.outWidth()
                    + ", the output of " + shape);
        }
    }

    private static IllegalArgumentException doesNotFollow(String setting) {
        return new IllegalArgumentException("setting '" + setting + "' is 0, but it does not follow from the arrays and"
                + " the other settings; expected its value");
    }

    private static int atLeastOne(String setting, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("setting '" + setting + "' is " + value + ", expected at least 1");
        }
        return value;
    }
}
