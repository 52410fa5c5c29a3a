package dev.soma.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormSettings;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of networks of smooth layers against central differences of a random linear function of the output. The
 * operations' own gradients are tested with the operations; here it is the way they are chained.
 */
@Tag("device")
class GradientTest {
    private static final int BATCH = 5;
    private static final Signal IMAGE = Signal.image(6, 6, 3);

    static Stream<Arguments> networks() {
        return Stream.of(
                        Arguments.of("convolution and BN", Sequential.of(new Conv2d(4, 3), new BatchNorm())),
                        Arguments.of(
                                "BN element-wise",
                                Sequential.of(
                                        new Conv2d(2, 3).withBias(true),
                                        new BatchNorm(NormAxis.ELEMENT, NormSettings.DEFAULT, 0.7f))),
                        Arguments.of(
                                "repeat, average pooling and readout",
                                Sequential.of(
                                        new Conv2d(4, 3).withBias(true),
                                        new Repeat(3),
                                        new AvgPool2d(2),
                                        new Flatten(),
                                        new Linear(7),
                                        new BatchNorm(),
                                        new Linear(3))),
                        Arguments.of(
                                "groups, stride, dilation and maximum pooling",
                                Sequential.of(
                                        new Conv2d(6, 3, 1, 2, 2, 3, false),
                                        new BatchNorm(),
                                        new MaxPool2d(2),
                                        new Conv2d(5, 3).withStride(2),
                                        new GlobalAvgPool2d())),
                        Arguments.of(
                                "residual with identity",
                                Sequential.of(
                                        new Conv2d(4, 3),
                                        new Residual(Sequential.of(new Conv2d(4, 3), new BatchNorm()), null),
                                        new GlobalAvgPool2d())),
                        Arguments.of(
                                "residual with shortcut",
                                Sequential.of(
                                        new Conv2d(3, 1),
                                        new Residual(
                                                Sequential.of(new Conv2d(4, 3).withStride(2), new BatchNorm()),
                                                Sequential.of(new AvgPool2d(2), new Conv2d(4, 1))),
                                        new BatchNorm())))
                .flatMap(network -> Stream.of("vector", "jvm")
                        .map(TestDevices::or)
                        .distinct()
                        .map(device -> Arguments.of(device, network.get()[0], network.get()[1])));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("networks")
    void gradientsAreThoseOfCentralDifferences(String deviceName, String label, Layer architecture) {
        SplittableRandom random = new SplittableRandom(7);
        try (Device device = TestDevices.open(deviceName);
                Network network = Network.build(device, architecture, IMAGE, 3)) {
            float[] x = normal(random, IMAGE.size(BATCH));
            float[] weights = normal(random, network.output().size(BATCH));
            Tensor input = network.input(BATCH, x);
            network.forward(input, Pass.TRAINING).release();
            Tensor gradient = network.tensor(network.output(), BATCH);
            gradient.buffer().copyFrom(weights);
            network.backward(gradient);
            for (Parameter parameter : network.parameters()) {
                float[] analytic = parameter.gradient().toFloats();
                float[] values = parameter.value().buffer().toFloats();
                double scale = largest(analytic);
                for (int probe = 0; probe < 4; probe++) {
                    int i = random.nextInt(values.length);
                    double numeric = difference(network, parameter, values, i, input, weights);
                    assertEquals(numeric, analytic[i], 0.02 * scale + 2e-3, () -> parameter.name() + "[" + i + "]");
                }
            }
            input.release();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("networks")
    void trainingAllocatesNothingOnceAllSizesHaveOccurred(String deviceName, String label, Layer architecture) {
        try (Device device = TestDevices.open(deviceName);
                Network network = Network.build(device, architecture, IMAGE, 3)) {
            float[] x = normal(new SplittableRandom(1), IMAGE.size(BATCH));
            long bytes = 0;
            for (int step = 0; step < 3; step++) {
                Tensor input = network.input(BATCH, x);
                network.forward(input, Pass.TRAINING).release();
                input.release();
                network.backward(network.tensor(network.output(), BATCH));
                assertTrue(step == 0 || network.workspaceBytes() == bytes, "the workspace grows");
                bytes = network.workspaceBytes();
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("networks")
    void theInputsGradientIsLeftOutWhereNobodyWantsIt(String deviceName, String label, Layer architecture) {
        try (Device device = TestDevices.open(deviceName);
                Network network = Network.build(device, architecture, IMAGE, 3)) {
            Tensor input = network.input(BATCH, normal(new SplittableRandom(1), IMAGE.size(BATCH)));
            network.forward(input, Pass.TRAINING).release();
            assertNull(network.root().backward(network.tensor(network.output(), BATCH), false));
            input.release();
        }
    }

    private static double difference(
            Network network, Parameter parameter, float[] values, int i, Tensor input, float[] weights) {
        float step = 0.01f * Math.max(1, Math.abs(values[i]));
        double above = objective(network, parameter, values, i, step, input, weights);
        double below = objective(network, parameter, values, i, -step, input, weights);
        parameter.value().buffer().copyFrom(values);
        return (above - below) / (2 * step);
    }

    private static double objective(
            Network network, Parameter parameter, float[] values, int i, float step, Tensor input, float[] weights) {
        float[] moved = values.clone();
        moved[i] += step;
        parameter.value().buffer().copyFrom(moved);
        Tensor output = network.forward(input, Pass.TRAINING);
        float[] y = output.buffer().toFloats();
        output.release();
        double sum = 0;
        for (int k = 0; k < y.length; k++) {
            sum += (double) y[k] * weights[k];
        }
        return sum;
    }

    private static double largest(float... values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static float[] normal(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
