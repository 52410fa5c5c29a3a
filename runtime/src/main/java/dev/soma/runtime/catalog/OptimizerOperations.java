package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;

import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.SgdSettings;
import java.util.List;

/** Parameter updates. */
final class OptimizerOperations {
    private OptimizerOperations() {}

    static List<Operation> all() {
        return List.of(sgd(), adamW());
    }

    private static Operation sgd() {
        return Operation.named("sgd", "one step of SGD with momentum and weight decay, as PyTorch's")
                .updated("w", "*S", 0, "parameters")
                .input("grad", FLOATS, "*S", "their gradient")
                .updated("velocity", "*S", 0, "sum of past gradients")
                .number("learningRate", "0.1", "step size")
                .number("momentum", "0.9", "what is kept of the velocity, 0 to 1")
                .number("weightDecay", "0", "L2 penalty")
                .choice("nesterov", List.of("false", "true"), "whether to look ahead along the velocity")
                .body(call -> call.ops()
                        .optimizer()
                        .sgd(
                                new SgdSettings(
                                        call.floatSetting("momentum"),
                                        call.floatSetting("weightDecay"),
                                        call.flag("nesterov")),
                                call.scalars(call.floatSetting("learningRate")),
                                call.buffer("w"),
                                call.buffer("grad"),
                                call.buffer("velocity")));
    }

    private static Operation adamW() {
        return Operation.named("adamw", "one step of AdamW")
                .updated("w", "*S", 0, "parameters")
                .input("grad", FLOATS, "*S", "their gradient")
                .updated("m", "*S", 0, "first moment of the gradient")
                .updated("v", "*S", 0, "second moment of the gradient")
                .number("learningRate", "0.001", "step size")
                .number("beta1", "0.9", "decay of the first moment, 0 to 1")
                .number("beta2", "0.999", "decay of the second moment, 0 to 1")
                .number("eps", "1e-8", "added to the root of the second moment")
                .number("weightDecay", "0.01", "decoupled weight decay")
                .number("step", "1", "number of the step, from 1 on: corrects the moments' bias towards 0")
                .body(call -> call.ops()
                        .optimizer()
                        .adamW(
                                new AdamWSettings(
                                        call.floatSetting("beta1"),
                                        call.floatSetting("beta2"),
                                        call.floatSetting("eps"),
                                        call.floatSetting("weightDecay")),
                                call.scalars(
                                        call.floatSetting("learningRate"),
                                        correction(call, "beta1"),
                                        correction(call, "beta2")),
                                call.buffer("w"),
                                call.buffer("grad"),
                                call.buffer("m"),
                                call.buffer("v")));
    }

    private static float correction(Call call, String beta) {
        return (float) (1 - Math.pow(call.floatSetting(beta), call.intSetting("step")));
    }
}
