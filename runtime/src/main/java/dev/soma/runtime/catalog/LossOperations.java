package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;
import static dev.soma.runtime.catalog.ArrayKind.INTS;

import dev.soma.runtime.LossReduction;
import dev.soma.runtime.LossShape;
import java.util.List;

/** Softmax cross-entropy. */
final class LossOperations {
    private static final String LOGITS = "T N K";

    private LossOperations() {}

    static List<Operation> all() {
        return List.of(crossEntropy(), predict());
    }

    private static Operation crossEntropy() {
        return Operation.named("cross-entropy", "softmax cross-entropy of logits over time, and its gradient")
                .input("logits", FLOATS, LOGITS, "one value a class and step")
                .input("labels", INTS, "N", "0 to K - 1")
                .output("loss", FLOATS, "N", "loss of each sample")
                .output("gradLogits", FLOATS, LOGITS, "gradient of the mean loss")
                .choice(
                        "reduction",
                        List.of("mean-logits", "mean-loss"),
                        "the loss of the mean logits over T, or the mean over T of each step's loss")
                .body(call -> call.ops()
                        .loss()
                        .crossEntropy(
                                shape(call),
                                reduction(call),
                                call.buffer("logits"),
                                call.buffer("labels"),
                                call.buffer("loss"),
                                call.buffer("gradLogits")));
    }

    private static Operation predict() {
        return Operation.named("predict", "the class of the largest mean logit over T, the first of equals")
                .input("logits", FLOATS, LOGITS, "one value a class and step")
                .output("classes", INTS, "N", "class of each sample")
                .body(call -> call.ops().loss().predict(shape(call), call.buffer("logits"), call.buffer("classes")));
    }

    private static LossShape shape(Sizes sizes) {
        return new LossShape(sizes.size("T"), sizes.size("N"), sizes.size("K"));
    }

    private static LossReduction reduction(Sizes sizes) {
        return sizes.setting("reduction").equals("mean-loss") ? LossReduction.MEAN_LOSS : LossReduction.MEAN_LOGITS;
    }
}
