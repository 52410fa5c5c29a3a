package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.Spikes;
import dev.soma.runtime.catalog.ConvolutionReference;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Convolutions of spikes and small integers, of which every sum is exact, in any order and precision. */
final class ExactConvolution {
    private final Conv2dShape shape;
    private final ConvolutionReference reference;
    private final int[] fires;

    /** With spikes at random, of that share. */
    ExactConvolution(Conv2dShape shape, int percent, Random random) {
        this.shape = shape;
        reference = ConvolutionReference.of(shape);
        fires = random.ints(shape.inputSize(), 0, 100)
                .map(number -> number < percent ? 1 : 0)
                .toArray();
    }

    /** The spikes, packed. */
    int[] spikes() {
        return Spikes.pack(fires, shape.inputSize() / shape.inChannels(), shape.inChannels());
    }

    /** The output. */
    float[] forward(float[] weight, float @Nullable [] bias) {
        double[] start = bias == null ? new double[shape.outChannels()] : doubles(bias);
        return floats(reference.forward(x(), doubles(weight), start));
    }

    /** The gradient of the weight. */
    float[] gradWeight(float[] gradY) {
        return floats(reference.gradWeight(x(), doubles(gradY)));
    }

    /** Integers from -4 to 4 at random. */
    static float[] integers(int size, Random random) {
        return floats(random.ints(size, -4, 5).asDoubleStream().toArray());
    }

    private double[] x() {
        return Arrays.stream(fires).asDoubleStream().toArray();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
