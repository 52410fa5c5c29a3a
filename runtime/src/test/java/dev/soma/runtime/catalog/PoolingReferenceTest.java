package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Pool2dShape;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The backward references against finite differences of the forward references. */
class PoolingReferenceTest {
    private static final double STEP = 1e-6;

    static List<Pool2dShape> shapes() {
        return List.of(
                new Pool2dShape(2, 4, 6, 3, 2, 2, 2, 0),
                new Pool2dShape(1, 5, 7, 2, 3, 2, 2, 1),
                new Pool2dShape(1, 7, 5, 1, 2, 2, 3, 0));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void averageBackwardIsTheGradient(Pool2dShape shape) {
        double[] x = Inputs.toDoubles(new RandomArrays(1).normal(0, 1, shape.inputSize()));
        double[] gradY = Inputs.toDoubles(new RandomArrays(2).normal(0, 1, shape.outputSize()));
        check(
                values -> PoolingReference.average(shape, values),
                x,
                gradY,
                PoolingReference.averageBackward(shape, gradY));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void maxBackwardIsTheGradient(Pool2dShape shape) {
        double[] x = Inputs.toDoubles(new RandomArrays(3).normal(0, 1, shape.inputSize()));
        double[] gradY = Inputs.toDoubles(new RandomArrays(4).normal(0, 1, shape.outputSize()));
        check(values -> PoolingReference.max(shape, values), x, gradY, PoolingReference.maxBackward(shape, x, gradY));
    }

    private static void check(UnaryOperator<double[]> forward, double[] x, double[] gradY, double[] gradX) {
        for (int i = 0; i < x.length; i++) {
            double[] above = x.clone();
            double[] below = x.clone();
            above[i] += STEP;
            below[i] -= STEP;
            double difference = (dot(forward.apply(above), gradY) - dot(forward.apply(below), gradY)) / (2 * STEP);
            assertEquals(difference, gradX[i], 1e-7, "gradX[" + i + "]");
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
