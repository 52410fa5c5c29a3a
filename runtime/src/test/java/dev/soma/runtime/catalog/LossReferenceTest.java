package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The gradients of the reference against finite differences of its losses. */
class LossReferenceTest {
    private static final double STEP = 1e-5;

    private final LossReference reference = new LossReference(3, 4, 5);
    private final double[] logits = Inputs.toDoubles(new RandomArrays(1).normal(0, 2, 3, 4, 5));
    private final int[] labels = {0, 4, 2, 2};

    @Test
    void gradientOfMeanIsTheGradient() {
        check(x -> average(reference.ofMean(x, labels)), reference.gradientOfMean(logits, labels));
    }

    @Test
    void gradientOfStepsIsTheGradient() {
        check(x -> average(reference.meanOfSteps(x, labels)), reference.gradientOfSteps(logits, labels));
    }

    private void check(ToDoubleFunction<double[]> loss, double[] gradient) {
        for (int i = 0; i < logits.length; i++) {
            double[] above = logits.clone();
            double[] below = logits.clone();
            above[i] += STEP;
            below[i] -= STEP;
            double difference = (loss.applyAsDouble(above) - loss.applyAsDouble(below)) / (2 * STEP);
            assertEquals(difference, gradient[i], 1e-9, "gradLogits[" + i + "]");
        }
    }

    private static double average(double[] losses) {
        return Arrays.stream(losses).average().orElseThrow();
    }
}
