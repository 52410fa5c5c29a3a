package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.catalog.NormalizationReference.Gradients;
import dev.soma.runtime.catalog.NormalizationReference.Statistics;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The backward references against finite differences of the forward ones. */
class NormalizationReferenceTest {
    private static final double EPS = 1e-3;
    private static final double STEP = 1e-5;
    private static final double CLOSE = 1e-7;

    @ParameterizedTest(name = "steps={0} rows={1} features={2} seed={3}")
    @CsvSource({"1, 2, 1, 1", "1, 5, 3, 2", "3, 4, 2, 3"})
    void training(int steps, int rows, int features, long seed) {
        NormalizationReference sizes = new NormalizationReference(steps, rows, features);
        RandomArrays random = new RandomArrays(seed);
        double[] x = Inputs.toDoubles(random.normal(0.5, 1, steps * rows * features));
        double[] weights = Inputs.toDoubles(random.normal(0, 1, x.length));
        double[] gamma = Inputs.toDoubles(random.normal(0, 1, features));
        double[] beta = Inputs.toDoubles(random.normal(0, 1, features));
        Statistics statistics = sizes.statistics(x, EPS);
        Gradients gradients = sizes.backwardTraining(
                weights,
                x,
                gamma,
                statistics.mean().values(),
                statistics.invStd().values());
        assertSlopes(
                "x",
                gradients.x().values(),
                x,
                moved -> dot(
                        weights, sizes.forwardTraining(moved, EPS, gamma, beta).values()));
        assertSlopes(
                "gamma",
                gradients.gamma().values(),
                gamma,
                moved -> dot(weights, sizes.forwardTraining(x, EPS, moved, beta).values()));
        assertSlopes(
                "beta",
                gradients.beta().values(),
                beta,
                moved ->
                        dot(weights, sizes.forwardTraining(x, EPS, gamma, moved).values()));
    }

    @ParameterizedTest(name = "rows={0} features={1} seed={2}")
    @CsvSource({"1, 1, 1", "6, 3, 2"})
    void evaluation(int rows, int features, long seed) {
        NormalizationReference sizes = new NormalizationReference(1, rows, features);
        RandomArrays random = new RandomArrays(seed);
        double[] x = Inputs.toDoubles(random.normal(0.5, 1, rows * features));
        double[] weights = Inputs.toDoubles(random.normal(0, 1, x.length));
        double[] gamma = Inputs.toDoubles(random.normal(0, 1, features));
        double[] beta = Inputs.toDoubles(random.normal(0, 1, features));
        double[] mean = Inputs.toDoubles(random.normal(0, 1, features));
        double[] var = Inputs.toDoubles(random.uniform(0.1, 2, features));
        Gradients gradients = sizes.backwardEvaluation(weights, x, EPS, gamma, mean, var);
        assertSlopes(
                "x",
                gradients.x().values(),
                x,
                moved -> dot(
                        weights,
                        sizes.forwardEvaluation(moved, EPS, gamma, beta, mean, var)
                                .values()));
        assertSlopes(
                "gamma",
                gradients.gamma().values(),
                gamma,
                moved -> dot(
                        weights,
                        sizes.forwardEvaluation(x, EPS, moved, beta, mean, var).values()));
        assertSlopes(
                "beta",
                gradients.beta().values(),
                beta,
                moved -> dot(
                        weights,
                        sizes.forwardEvaluation(x, EPS, gamma, moved, mean, var).values()));
    }

    private static void assertSlopes(String name, double[] expected, double[] at, ToDoubleFunction<double[]> function) {
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] = at[i] + STEP;
            double above = function.applyAsDouble(moved);
            moved[i] = at[i] - STEP;
            double below = function.applyAsDouble(moved);
            assertEquals(
                    (above - below) / (2 * STEP),
                    expected[i],
                    CLOSE * Math.max(1, Math.abs(expected[i])),
                    name + "[" + i + "]");
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
