package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Spikes;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What convolution does beyond its equations: sizes that follow from arrays, refusals, bits, gradients that nobody wants. */
class ConvolutionOperationsTest {

    @ParameterizedTest(name = "{0} pixels, kernel {1}, padding {2}, dilation {3}")
    @CsvSource({"7, 3, 1, 1", "9, 2, 0, 3", "5, 1, 2, 1"})
    void sizesOfGradientsFollowWhereTheStrideIsOne(int size, int kernel, int padding, int dilation) {
        int out = size + 2 * padding - dilation * (kernel - 1);
        Map<String, String> settings = Map.of("padding", "" + padding, "dilation", "" + dilation);
        HostArray gradY = zeros(2, out, out, 3);
        assertArrayEquals(
                new int[] {2, size, size, 4},
                run(
                                "conv2d-grad-input",
                                Map.of("gradY", gradY, "weight", zeros(kernel, kernel, 4, 3)),
                                settings,
                                "gradX")
                        .shape());
        assertArrayEquals(
                new int[] {kernel, kernel, 4, 3},
                run("conv2d-grad-weight", Map.of("gradY", gradY, "x", zeros(2, size, size, 4)), settings, "gradWeight")
                        .shape());
    }

    @Test
    void refusesSizesThatDoNotFollow() {
        HostArray gradY = zeros(1, 4, 4, 3);
        assertRefused(
                "setting 'height' is 0",
                "conv2d-grad-input",
                Map.of("gradY", gradY, "weight", zeros(3, 3, 4, 3)),
                Map.of("stride", "2", "padding", "1"));
        assertRefused(
                "setting 'kernelHeight' is 0",
                "conv2d-grad-weight",
                Map.of("gradY", gradY, "x", zeros(1, 8, 8, 4)),
                Map.of("stride", "2", "padding", "1"));
        assertRefused(
                "setting 'kernelHeight' is 0",
                "conv2d-grad-weight",
                Map.of("gradY", gradY, "x", zeros(1, 3, 3, 4)),
                Map.of());
    }

    @Test
    void refusesArraysThatDoNotFitOneAnother() {
        assertRefused(
                "array 'weight' has CG = 3",
                "conv2d-forward",
                Map.of("x", zeros(1, 4, 4, 8), "weight", zeros(1, 1, 3, 4)),
                Map.of());
        assertRefused(
                "groups is 2", "conv2d-forward", Map.of("x", zeros(1, 4, 4, 8), "weight", zeros(1, 1, 4, 5)), Map.of());
        assertRefused(
                "array 'gradY' has P x Q = 4 x 4, expected 5 x 5",
                "conv2d-grad-input",
                Map.of("gradY", zeros(1, 4, 4, 3), "weight", zeros(3, 3, 4, 3)),
                Map.of("stride", "2", "padding", "1", "height", "10", "width", "10"));
        assertRefused(
                "setting 'groups' is 0",
                "conv2d-grad-weight",
                Map.of("gradY", zeros(1, 4, 4, 3), "x", zeros(1, 4, 4, 3)),
                Map.of("groups", "0"));
    }

    @ParameterizedTest(name = "to {0} channels in {1} groups")
    @CsvSource({"40, 1", "70, 2", "6, 1", "66, 66"})
    void spikesGiveTheBitsOfTheSameFloats(int outChannels, int groups) {
        RandomArrays random = new RandomArrays(outChannels);
        HostArray spikes = random.spikes(0.3, 2, 5, 6, 66);
        HostArray weight = random.normal(0, 1, 3, 3, 66 / groups, outChannels);
        HostArray bias = random.normal(0, 1, outChannels);
        Map<String, String> settings = Map.of("padding", "1", "stride", "2");
        HostArray ofFloats = run(
                "conv2d-forward",
                Map.of("x", HostArray.of(spikes.floats(), spikes.shape()), "weight", weight, "bias", bias),
                settings,
                "y");
        HostArray ofSpikes =
                run("conv2d-forward-spikes", Map.of("spikes", spikes, "weight", weight, "bias", bias), settings, "y");
        assertArrayEquals(ofFloats.floats(), ofSpikes.floats());
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.TestDevices#all")
    void gradWeightNeedsNoGradBias(TestDevices.Choice choice) {
        Conv2dShape shape = Conv2dShape.of(2, 5, 4, 3, 2, 3, 1, 1);
        RandomArrays random = new RandomArrays(1);
        HostArray x = random.spikes(0.5, shape.inputSize() / 3, 3);
        float[] gradY = random.normal(0, 1, shape.outputSize()).floats();
        try (Device device = choice.open();
                Buffer floats = device.allocate(x.floats());
                Buffer spikes = device.allocate(Spikes.pack(x.ints(), shape.inputSize() / 3, 3));
                Buffer gradient = device.allocate(gradY);
                Buffer with = device.allocate(DataType.FLOAT, shape.weightSize());
                Buffer without = device.allocate(DataType.FLOAT, shape.weightSize());
                Buffer gradBias = device.allocate(DataType.FLOAT, 2)) {
            device.ops().convolution().gradWeight(shape, floats, gradient, with, gradBias);
            device.ops().convolution().gradWeight(shape, floats, gradient, without, null);
            assertArrayEquals(with.toFloats(), without.toFloats());
            device.ops().convolution().gradWeightSpikes(shape, spikes, gradient, with, gradBias);
            device.ops().convolution().gradWeightSpikes(shape, spikes, gradient, without, null);
            assertArrayEquals(with.toFloats(), without.toFloats());
        }
    }

    private static HostArray run(
            String operation, Map<String, HostArray> inputs, Map<String, String> settings, String result) {
        try (Device device = Devices.open("jvm")) {
            return Objects.requireNonNull(
                    Operations.named(operation).run(device, inputs, settings).get(result));
        }
    }

    private static void assertRefused(
            String message, String operation, Map<String, HostArray> inputs, Map<String, String> settings) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> run(operation, inputs, settings, ""));
        String actual = Objects.requireNonNull(e.getMessage());
        assertTrue(actual.contains(message), actual);
    }

    private static HostArray zeros(int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        return HostArray.of(new float[size], shape);
    }
}
