package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormShape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operations promise besides their equations. */
class NormalizationTest {
    private static final float EPS = 1e-5f;

    static List<TestDevices.Choice> devices() {
        return TestDevices.all();
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    void theGradientMayOverwriteItsInput(TestDevices.Choice choice) {
        NormShape shape = new NormShape(2, 300, 70);
        RandomArrays random = new RandomArrays(1);
        float[] gradY = random.normal(0, 1, shape.size()).floats();
        try (Device device = choice.open()) {
            Buffer x = device.allocate(random.normal(0, 1, shape.size()).floats());
            Buffer gamma = device.allocate(random.normal(0, 1, 70).floats());
            Buffer mean = device.allocate(random.normal(0, 1, 140).floats());
            Buffer invStd = device.allocate(random.uniform(0.5, 2, 140).floats());
            Buffer runningMean = device.allocate(random.normal(0, 1, 70).floats());
            Buffer runningVar = device.allocate(random.uniform(0.5, 2, 70).floats());
            NormParameters parameters = new NormParameters(gamma, gamma, runningMean, runningVar);
            NormGradients gradients = new NormGradients(device.allocate(new float[70]), device.allocate(new float[70]));
            Buffer outer = device.allocate(gradY);
            Buffer apart = device.allocate(new float[shape.size()]);
            BatchStatistics saved = new BatchStatistics(mean, invStd);

            device.ops().normalization().backwardTraining(shape, outer, x, gamma, saved, apart, gradients);
            device.ops().normalization().backwardTraining(shape, outer, x, gamma, saved, outer, gradients);
            assertArrayEquals(apart.toFloats(), outer.toFloats());

            outer.copyFrom(gradY);
            device.ops().normalization().backwardEvaluation(shape, EPS, outer, x, parameters, apart, gradients);
            device.ops().normalization().backwardEvaluation(shape, EPS, outer, x, parameters, outer, gradients);
            assertArrayEquals(apart.toFloats(), outer.toFloats());
        }
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    void weightsMayBeFoldedInPlace(TestDevices.Choice choice) {
        RandomArrays random = new RandomArrays(2);
        try (Device device = choice.open()) {
            Buffer weight = device.allocate(random.normal(0, 1, 9 * 35).floats());
            Buffer bias = device.allocate(random.normal(0, 1, 35).floats());
            Buffer mean = device.allocate(random.normal(0, 1, 35).floats());
            Buffer var = device.allocate(random.uniform(0.5, 2, 35).floats());
            NormParameters parameters = new NormParameters(bias, mean, mean, var);
            Buffer foldedWeight = device.allocate(new float[9 * 35]);
            Buffer foldedBias = device.allocate(new float[35]);
            device.ops()
                    .normalization()
                    .foldConvolution(9, 35, EPS, weight, mean, parameters, foldedWeight, foldedBias);
            device.ops().normalization().foldConvolution(9, 35, EPS, weight, mean, parameters, weight, foldedBias);
            assertArrayEquals(foldedWeight.toFloats(), weight.toFloats());
        }
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    void oneValuePerStatisticIsRefused(TestDevices.Choice choice) {
        try (Device device = choice.open()) {
            Map<String, HostArray> arrays = Map.of(
                    "x", HostArray.of(new float[8], 2, 1, 4),
                    "gamma", HostArray.of(new float[4], 4),
                    "beta", HostArray.of(new float[4], 4));
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> Operations.named("mpbn-forward-training").run(device, arrays, Map.of()));
            assertEquals(
                    "rows is 1: training statistics need more than one value per feature; enlarge the batch or evaluate",
                    e.getMessage());
        }
    }

    @Test
    void theProcessorsBitsDoNotDependOnTheNumberOfThreads() {
        for (OperationCase testCase : NormalizationCases.all()) {
            Map<String, HostArray> expected = run(testCase, 1);
            Map<String, HostArray> actual = run(testCase, 3);
            expected.forEach((name, array) -> assertArrayEquals(
                    array.floats(),
                    Objects.requireNonNull(actual.get(name), name).floats(),
                    () -> name + " of " + testCase));
        }
    }

    private static Map<String, HostArray> run(OperationCase testCase, int threads) {
        try (Device device = Devices.open("vector", new DeviceSettings(threads, ""))) {
            return testCase.run(device);
        }
    }
}
