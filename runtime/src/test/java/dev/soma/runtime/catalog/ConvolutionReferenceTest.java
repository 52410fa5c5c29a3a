package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference of convolution: by hand where it is small, and each gradient against differences of the forward pass. */
class ConvolutionReferenceTest {
    private static final double STEP = 0.5; // the forward pass is linear in each argument: any step is exact
    private static final double ROUNDING = 1e-10;

    @Test
    void forwardIsTheSumOverTheWindow() {
        ConvolutionReference conv = new ConvolutionReference(1, 3, 3, 1, 1, 2, 2, 1, 0, 1, 1);
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        double[] y = conv.forward(x, new double[] {1, 10, 100, 1000}, new double[] {0.5});
        assertArrayEquals(new double[] {5421.5, 6532.5, 8754.5, 9865.5}, y);
    }

    @Test
    void strideDilationAndPaddingMoveTheTaps() {
        ConvolutionReference conv = new ConvolutionReference(1, 2, 5, 1, 1, 1, 2, 2, 1, 3, 1);
        double[] x = {6, 7, 8, 9, 10, 1, 2, 3, 4, 5};
        double[] y = conv.forward(x, new double[] {1, 10}, new double[] {0});
        assertArrayEquals(new double[] {0, 0, 30, 52}, y);
    }

    @ParameterizedTest(name = "seed {0}")
    @CsvSource({
        "1, 2, 4, 5, 3, 4, 3, 2, 1, 1, 1, 1",
        "2, 1, 5, 6, 4, 6, 2, 3, 2, 2, 2, 2",
        "3, 2, 4, 4, 3, 3, 3, 3, 1, 0, 1, 3",
        "4, 1, 7, 3, 2, 2, 2, 1, 3, 1, 1, 1"
    })
    void gradientsAreThoseOfTheForwardPass(
            long seed, int b, int h, int w, int c, int o, int kh, int kw, int stride, int pad, int dil, int groups) {
        ConvolutionReference conv = new ConvolutionReference(b, h, w, c, o, kh, kw, stride, pad, dil, groups);
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = normal(random, conv.inputSize());
        double[] weight = normal(random, conv.weightSize());
        double[] bias = normal(random, o);
        double[] gradY = normal(random, conv.outputSize());
        assertArrayEquals(
                differences(x, () -> dot(gradY, conv.forward(x, weight, bias))),
                conv.gradInput(gradY, weight),
                ROUNDING);
        assertArrayEquals(
                differences(weight, () -> dot(gradY, conv.forward(x, weight, bias))),
                conv.gradWeight(x, gradY),
                ROUNDING);
        assertArrayEquals(
                differences(bias, () -> dot(gradY, conv.forward(x, weight, bias))), conv.gradBias(gradY), ROUNDING);
    }

    private static double[] differences(double[] at, DoubleSupplier loss) {
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double value = at[i];
            at[i] = value + STEP;
            double above = loss.getAsDouble();
            at[i] = value - STEP;
            double below = loss.getAsDouble();
            at[i] = value;
            slopes[i] = (above - below) / (2 * STEP);
        }
        return slopes;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] normal(SplittableRandom random, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
