package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.FiringRule;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.kernel.OneLaunch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A convolution with the neurons behind it fires, to the bit, like the two operations in turn; and what it refuses. */
class ConvolutionFireTest {
    private static final Conv2dShape SHAPE = Conv2dShape.of(4, 2, 3, 5, 6, 1, 1, 0);

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.TestDevices#all")
    void firesLikeTheTwoOperations(TestDevices.Choice choice) {
        firesLikeTheTwoOperations(choice::open);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.TestDevices#simulators")
    void firesLikeTheTwoOperations(Supplier<Device> opened) {
        try (Device device = opened.get()) {
            ConvolutionFireCases.all().forEach(testCase -> check(device, testCase));
        }
    }

    private static void check(Device device, OperationCase testCase) {
        try (Call call = testCase.prepare(device);
                Buffer currents = device.allocate(
                        DataType.FLOAT, ConvolutionOperations.shape(call).outputSize())) {
            Conv2dShape shape = ConvolutionOperations.shape(call);
            Buffer spikeSeq = call.buffer("spikeSeq");
            ConvolutionOps ops = device.ops().convolution();
            ops.forwardSpikes(shape, call.buffer("spikes"), call.buffer("weight"), call.optional("bias"), currents);
            ConvolutionOperations.firingRule(call)
                    .fire(device.ops().neuron(), shape.neurons(call.size("T")), currents, spikeSeq);
            int[] expected = spikeSeq.toInts();
            for (ConvolutionOps way : List.of(ops, OneLaunch.of(device))) {
                spikeSeq.copyFrom(new int[spikeSeq.length()]);
                ConvolutionOperations.fireSpikes(way, call);
                assertArrayEquals(expected, spikeSeq.toInts(), testCase::toString);
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (Device device = Devices.open("jvm")) {
            Buffer spikes = device.allocate(DataType.INT, SHAPE.inputWords());
            Buffer spikeSeq = device.allocate(DataType.INT, SHAPE.neurons(2).words());
            Buffer features = device.allocate(DataType.FLOAT, SHAPE.outChannels());
            Buffer decay = device.allocate(0.25f);
            FiringRule plain = FiringRule.plain(LifSettings.DEFAULT, decay);
            FiringRule byElement = new FiringRule(
                    LifSettings.DEFAULT, decay, NormAxis.ELEMENT, new FoldedThreshold(features, features));
            assertRefused("steps is 3, expected a divisor of batch (4)", device, 3, spikes, features, plain, spikeSeq);
            assertRefused("steps is 0", device, 0, spikes, features, plain, spikeSeq);
            assertRefused(
                    "spikeSeq is int32[23], expected int32[24]",
                    device,
                    2,
                    spikes,
                    features,
                    plain,
                    device.allocate(new int[23]));
            assertRefused("bias is float32[1], expected float32[6]", device, 2, spikes, decay, plain, spikeSeq);
            assertRefused(
                    "threshold is float32[6], expected float32[36]", device, 2, spikes, features, byElement, spikeSeq);
            assertRefused(
                    "decay is float32[6], expected float32[1]",
                    device,
                    2,
                    spikes,
                    null,
                    FiringRule.plain(LifSettings.DEFAULT, features),
                    spikeSeq);
            assertRefused("spikeSeq and spikes are the same buffer", device, 2, spikes, null, plain, spikes);
        }
    }

    @Test
    void thresholdsAndSignsComeTogether() {
        HostArray ones = HostArray.of(new float[] {1, 1}, 2);
        assertAlone("array 'threshold' is given alone", Map.of("threshold", ones));
        assertAlone("array 'sign' is given alone", Map.of("sign", ones));
    }

    private static void assertAlone(String message, Map<String, HostArray> array) {
        OperationCase one = OperationCase.of("conv2d-fire-spikes", "", (inputs, actual) -> Map.of())
                .in("spikes", HostArray.of(new int[3], 1, 1, 1, 1, 3))
                .in("weight", HostArray.of(new float[6], 1, 1, 3, 2));
        array.forEach(one::in);
        try (Device device = Devices.open("jvm")) {
            assertMessage(message, () -> one.run(device));
        }
    }

    private static void assertRefused(
            String message,
            Device device,
            int steps,
            Buffer spikes,
            @Nullable Buffer bias,
            FiringRule rule,
            Buffer spikeSeq) {
        Buffer weight = device.allocate(DataType.FLOAT, SHAPE.weightSize());
        assertMessage(
                message,
                () -> device.ops().convolution().fireSpikes(SHAPE, steps, spikes, weight, bias, rule, spikeSeq));
    }

    private static void assertMessage(String message, Runnable refused) {
        Exception e = assertThrows(IllegalArgumentException.class, refused::run);
        String actual = Objects.requireNonNull(e.getMessage());
        assertTrue(actual.contains(message), actual);
    }
}
