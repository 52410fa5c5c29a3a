package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;
import static dev.soma.runtime.catalog.ArrayKind.SPIKES;

import dev.soma.runtime.Pool2dShape;
import java.util.List;

/** Average and maximum pooling. */
final class PoolingOperations {
    private static final String INPUT = "*B H W C";
    private static final String OUTPUT = "*B P Q C";
    private static final String GLOBAL = "*B C";
    private static final String WINDOWS = "one value a window, P x Q windows";

    private PoolingOperations() {}

    static List<Operation> all() {
        return List.of(
                averageForward(),
                averageForwardSpikes(),
                averageBackward(),
                maxForward(),
                maxForwardSpikes(),
                maxBackward(),
                maxBackwardSpikes(),
                globalAverageForward(),
                globalAverageForwardSpikes(),
                globalAverageBackward());
    }

    private static Operation averageForward() {
        return Operation.named("avg-pool-forward", "average of each window")
                .input("x", FLOATS, INPUT, "images")
                .output("y", FLOATS, OUTPUT, WINDOWS)
                .with(PoolingOperations::window)
                .derive(PoolingOperations::deriveOutput)
                .body(call -> call.ops().pooling().averageForward(shape(call), call.buffer("x"), call.buffer("y")));
    }

    private static Operation averageForwardSpikes() {
        return Operation.named("avg-pool-forward-spikes", "average of each window of spikes, as floats")
                .input("spikes", SPIKES, INPUT, "images of spikes")
                .output("y", FLOATS, OUTPUT, WINDOWS)
                .with(PoolingOperations::window)
                .derive(PoolingOperations::deriveOutput)
                .body(call -> call.ops()
                        .pooling()
                        .averageForwardSpikes(shape(call), call.buffer("spikes"), call.buffer("y")));
    }

    private static Operation averageBackward() {
        return Operation.named("avg-pool-backward", "gradient of the average's input")
                .input("gradY", FLOATS, OUTPUT, "gradient of y")
                .output("gradX", FLOATS, INPUT, "gradient of x")
                .with(PoolingOperations::window)
                .number("height", "0", "height of x; 0: the least that has P windows")
                .number("width", "0", "width of x; 0: the least that has Q windows")
                .derive(PoolingOperations::deriveInput)
                .body(call ->
                        call.ops().pooling().averageBackward(shape(call), call.buffer("gradY"), call.buffer("gradX")));
    }

    private static Operation maxForward() {
        return Operation.named("max-pool-forward", "largest of each window")
                .input("x", FLOATS, INPUT, "images")
                .output("y", FLOATS, OUTPUT, WINDOWS)
                .with(PoolingOperations::window)
                .derive(PoolingOperations::deriveOutput)
                .body(call -> call.ops().pooling().maxForward(shape(call), call.buffer("x"), call.buffer("y")));
    }

    private static Operation maxForwardSpikes() {
        return Operation.named("max-pool-forward-spikes", "a spike where any of the window is")
                .input("spikes", SPIKES, INPUT, "images of spikes")
                .output("pooled", SPIKES, OUTPUT, WINDOWS)
                .with(PoolingOperations::window)
                .derive(PoolingOperations::deriveOutput)
                .body(call -> call.ops()
                        .pooling()
                        .maxForwardSpikes(shape(call), call.buffer("spikes"), call.buffer("pooled")));
    }

    private static Operation maxBackward() {
        return Operation.named(
                        "max-pool-backward", "gradient of the maximum's input: to the first largest of each window")
                .input("x", FLOATS, INPUT, "images")
                .input("gradY", FLOATS, OUTPUT, "gradient of y")
                .output("gradX", FLOATS, INPUT, "gradient of x")
                .with(PoolingOperations::window)
                .derive(PoolingOperations::deriveOutput)
                .body(call -> call.ops()
                        .pooling()
                        .maxBackward(shape(call), call.buffer("x"), call.buffer("gradY"), call.buffer("gradX")));
    }

    private static Operation maxBackwardSpikes() {
        return Operation.named(
                        "max-pool-backward-spikes",
                        "gradient of the maximum's input: to the first spike of each window, or to its first input")
                .input("spikes", SPIKES, INPUT, "images of spikes")
                .input("gradY", FLOATS, OUTPUT, "gradient of the maximum")
                .output("gradX", FLOATS, INPUT, "gradient of the spikes")
                .with(PoolingOperations::window)
                .derive(PoolingOperations::deriveOutput)
                .body(call -> call.ops()
                        .pooling()
                        .maxBackwardSpikes(
                                shape(call), call.buffer("spikes"), call.buffer("gradY"), call.buffer("gradX")));
    }

    private static Operation globalAverageForward() {
        return Operation.named("global-avg-pool-forward", "average of each image")
                .input("x", FLOATS, INPUT, "images")
                .output("y", FLOATS, GLOBAL, "averages")
                .body(call ->
                        call.ops().pooling().averageForward(globalShape(call), call.buffer("x"), call.buffer("y")));
    }

    private static Operation globalAverageForwardSpikes() {
        return Operation.named("global-avg-pool-forward-spikes", "average of each image of spikes, as floats")
                .input("spikes", SPIKES, INPUT, "images of spikes")
                .output("y", FLOATS, GLOBAL, "averages")
                .body(call -> call.ops()
                        .pooling()
                        .averageForwardSpikes(globalShape(call), call.buffer("spikes"), call.buffer("y")));
    }

    private static Operation globalAverageBackward() {
        return Operation.named("global-avg-pool-backward", "gradient of the global average's input")
                .input("gradY", FLOATS, GLOBAL, "gradient of y")
                .output("gradX", FLOATS, INPUT, "gradient of x")
                .number("height", "1", "height of x")
                .number("width", "1", "width of x")
                .derive(sizes -> {
                    sizes.define("H", sizes.intSetting("height"));
                    sizes.define("W", sizes.intSetting("width"));
                    globalShape(sizes);
                })
                .body(call -> call.ops()
                        .pooling()
                        .averageBackward(globalShape(call), call.buffer("gradY"), call.buffer("gradX")));
    }

    private static void window(Operation.Builder builder) {
        builder.number("kernel", "2", "height of the window, and its width unless kernelWidth says otherwise")
                .number("kernelWidth", "0", "width of the window; 0: its height")
                .number("stride", "2", "step of the window")
                .number("padding", "0", "zeros on each side that count for the average; passed over by the maximum");
    }

    private static void deriveOutput(Sizes sizes) {
        Pool2dShape shape = shape(sizes);
        define(sizes, "P", shape.outHeight());
        define(sizes, "Q", shape.outWidth());
    }

    private static void deriveInput(Sizes sizes) {
        sizes.define("H", inputSize(sizes, "height", "P", sizes.intSetting("kernel")));
        sizes.define("W", inputSize(sizes, "width", "Q", kernelWidth(sizes)));
        deriveOutput(sizes);
    }

    private static int inputSize(Sizes sizes, String setting, String outputs, int kernel) {
        int given = sizes.intSetting(setting);
        return given != 0
                ? given
                : (sizes.size(outputs) - 1) * sizes.intSetting("stride") + kernel - 2 * sizes.intSetting("padding");
    }

    /** Checks a size that arrays have already shown against the one that follows. */
    private static void define(Sizes sizes, String symbol, int size) {
        if (sizes.has(symbol) && sizes.size(symbol) != size) {
            throw new IllegalArgumentException(
                    "the size " + symbol + " is " + sizes.size(symbol) + ", but there are " + size + " windows");
        }
        sizes.define(symbol, size);
    }

    private static Pool2dShape shape(Sizes sizes) {
        return new Pool2dShape(
                sizes.size("B"),
                sizes.size("H"),
                sizes.size("W"),
                sizes.size("C"),
                sizes.intSetting("kernel"),
                kernelWidth(sizes),
                sizes.intSetting("stride"),
                sizes.intSetting("padding"));
    }

    private static int kernelWidth(Sizes sizes) {
        int width = sizes.intSetting("kernelWidth");
        return width == 0 ? sizes.intSetting("kernel") : width;
    }

    private static Pool2dShape globalShape(Sizes sizes) {
        return Pool2dShape.global(sizes.size("B"), sizes.size("H"), sizes.size("W"), sizes.size("C"));
    }
}
