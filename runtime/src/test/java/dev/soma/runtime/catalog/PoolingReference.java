package dev.soma.runtime.catalog;

import dev.soma.runtime.Pool2dShape;
import java.util.Arrays;

/** Pooling in double precision, each output by itself, and each gradient spread from the outputs. */
final class PoolingReference {
    private PoolingReference() {}

    /** One step of a loop over all outputs, their channels, and the taps that are in the image. */
    @FunctionalInterface
    private interface Tap {
        void visit(int output, int input);
    }

    static double[] average(Pool2dShape shape, double[] x) {
        double[] y = new double[shape.outputSize()];
        eachTap(shape, (output, input) -> y[output] += x[input] / area(shape));
        return y;
    }

    static double[] averageBackward(Pool2dShape shape, double[] gradY) {
        double[] gradX = new double[shape.inputSize()];
        eachTap(shape, (output, input) -> gradX[input] += gradY[output] / area(shape));
        return gradX;
    }

    static double[] max(Pool2dShape shape, double[] x) {
        int[] winners = winners(shape, x);
        return Arrays.stream(winners).mapToDouble(winner -> x[winner]).toArray();
    }

    static double[] maxBackward(Pool2dShape shape, double[] x, double[] gradY) {
        int[] winners = winners(shape, x);
        double[] gradX = new double[shape.inputSize()];
        for (int output = 0; output < winners.length; output++) {
            gradX[winners[output]] += gradY[output];
        }
        return gradX;
    }

    /** The input that each output is: the first largest, NaN the largest of all. */
    private static int[] winners(Pool2dShape shape, double[] x) {
        int[] winners = new int[shape.outputSize()];
        Arrays.fill(winners, -1);
        eachTap(shape, (output, input) -> {
            // compare takes NaN for the largest, as wanted, but 0 for larger than -0
            if (winners[output] < 0 || Double.compare(x[input] + 0.0, x[winners[output]] + 0.0) > 0) {
                winners[output] = input;
            }
        });
        return winners;
    }

    private static double area(Pool2dShape shape) {
        return shape.kernelHeight() * shape.kernelWidth();
    }

    private static void eachTap(Pool2dShape shape, Tap tap) {
        int output = 0;
        for (int image = 0; image < shape.batch(); image++) {
            for (int outY = 0; outY < shape.outHeight(); outY++) {
                for (int outX = 0; outX < shape.outWidth(); outX++) {
                    for (int c = 0; c < shape.channels(); c++, output++) {
                        for (int i = 0; i < shape.kernelHeight(); i++) {
                            for (int j = 0; j < shape.kernelWidth(); j++) {
                                int inY = outY * shape.stride() - shape.padding() + i;
                                int inX = outX * shape.stride() - shape.padding() + j;
                                if (inY >= 0 && inY < shape.height() && inX >= 0 && inX < shape.width()) {
                                    int pixel = (image * shape.height() + inY) * shape.width() + inX;
                                    tap.visit(output, pixel * shape.channels() + c);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
