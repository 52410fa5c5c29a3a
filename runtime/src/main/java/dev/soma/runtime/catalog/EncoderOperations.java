package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;
import static dev.soma.runtime.catalog.ArrayKind.SPIKES;

import java.util.List;

/** Encoders: from values to sequences. */
final class EncoderOperations {
    private EncoderOperations() {}

    static List<Operation> all() {
        return List.of(direct(), directBackward(), poisson(), latency());
    }

    private static Operation direct() {
        return Operation.named("encode-direct", "direct encoding: the same values at every step")
                .input("x", FLOATS, "*S", "values")
                .output("xSeq", FLOATS, "T *S", "the values, T times")
                .with(EncoderOperations::steps)
                .derive(EncoderOperations::deriveSteps)
                .body(call -> call.ops()
                        .encoder()
                        .repeat(call.size("T"), call.size("S"), call.buffer("x"), call.buffer("xSeq")));
    }

    private static Operation directBackward() {
        return Operation.named("encode-direct-backward", "gradient of the values of direct encoding")
                .input("gradXSeq", FLOATS, "T *S", "gradient of xSeq")
                .output("gradX", FLOATS, "*S", "its sum over the steps")
                .body(call -> call.ops()
                        .encoder()
                        .repeatBackward(call.size("T"), call.size("S"), call.buffer("gradXSeq"), call.buffer("gradX")));
    }

    private static Operation poisson() {
        return Operation.named(
                        "encode-poisson", "rate encoding: a spike with probability x, independently at each step")
                .input("x", FLOATS, "*R C", "probabilities")
                .output("spikeSeq", SPIKES, "T *R C", "spikes")
                .with(EncoderOperations::steps)
                .number("seed", "0", "seed of the random numbers, a whole number of 64 bits")
                .derive(EncoderOperations::deriveSteps)
                .body(call -> call.ops()
                        .encoder()
                        .poisson(
                                call.size("T"),
                                call.size("R"),
                                call.size("C"),
                                call.longSetting("seed"),
                                call.buffer("x"),
                                call.buffer("spikeSeq")));
    }

    private static Operation latency() {
        return Operation.named("encode-latency", "latency encoding: one spike, the earlier the larger the value")
                .input("x", FLOATS, "*R C", "values; at most 0: never, at least 1: at the first step")
                .output("spikeSeq", SPIKES, "T *R C", "spikes")
                .with(EncoderOperations::steps)
                .derive(EncoderOperations::deriveSteps)
                .body(call -> call.ops()
                        .encoder()
                        .latency(
                                call.size("T"),
                                call.size("R"),
                                call.size("C"),
                                call.buffer("x"),
                                call.buffer("spikeSeq")));
    }

    private static void steps(Operation.Builder builder) {
        builder.number("steps", "4", "time steps, T");
    }

    private static void deriveSteps(Sizes sizes) {
        sizes.define("T", sizes.intSetting("steps"));
    }
}
