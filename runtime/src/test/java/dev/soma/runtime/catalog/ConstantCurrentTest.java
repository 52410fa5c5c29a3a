package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A current that is the same at all steps gives the bits of a sequence that repeats it; and what does not fit is refused. */
class ConstantCurrentTest {
    private static final NeuronShape SHAPE = new NeuronShape(3, 2, 5, 35);

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.TestDevices#all")
    void givesTheBitsOfTheRepeatedCurrent(TestDevices.Choice choice) {
        givesTheBitsOfTheRepeatedCurrent(choice::open);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.TestDevices#simulators")
    void givesTheBitsOfTheRepeatedCurrent(Supplier<Device> opened) {
        try (Device device = opened.get()) {
            for (OperationCase constant : NeuronCases.constant()) {
                Inputs repeated = NeuronCases.repeated(constant.inputs());
                SameBits.check(
                        Operations.named(constant.operation()).run(device, repeated.arrays(), repeated.settings()),
                        constant.run(device));
            }
        }
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.soma.runtime.catalog.TestDevices#all")
    void firesTheSameWithoutKeepingPotentials(TestDevices.Choice choice) {
        try (Device device = choice.open()) {
            Buffer decay = device.allocate(0.25f);
            Buffer current = device.allocate(
                    new RandomArrays(1).normal(0.3, 1, SHAPE.neurons()).floats());
            Buffer kept = device.allocate(DataType.INT, SHAPE.words());
            Buffer spikes = device.allocate(DataType.INT, SHAPE.words());
            NeuronOps ops = device.ops().neuron();
            ops.lifForward(SHAPE, LifSettings.DEFAULT, decay, current, kept, floats(device, SHAPE.size()));
            ops.lifForward(SHAPE, LifSettings.DEFAULT, decay, current, spikes, null);
            assertArrayEquals(kept.toInts(), spikes.toInts());
        }
    }

    @ParameterizedTest(name = "{0} steps, setting {1}")
    @CsvSource({
        "2, 3, 'setting ''steps'' is 3, but array ''xSeq'' has 2 time steps, expected 1'",
        "1, -1, 'steps is -1, expected at least 1'"
    })
    void refusesOtherSteps(int given, String steps, String message) {
        Map<String, HostArray> xSeq = Map.of("xSeq", HostArray.of(new float[given * 6], given, 2, 3));
        try (Device device = Devices.open("jvm")) {
            assertRefused(message, () -> Operations.named("lif-forward").run(device, xSeq, Map.of("steps", steps)));
        }
    }

    @Test
    void refusesSomeOfTheSteps() {
        try (Device device = Devices.open("jvm")) {
            NeuronOps ops = device.ops().neuron();
            LifSettings settings = LifSettings.DEFAULT;
            NormAxis axis = NormAxis.CHANNEL;
            Buffer decay = device.allocate(0.25f);
            Buffer twoSteps = floats(device, 2 * SHAPE.neurons());
            Buffer spikes = device.allocate(DataType.INT, SHAPE.words());
            Buffer hSeq = floats(device, SHAPE.size());
            Buffer features = floats(device, SHAPE.channels());
            Buffer statistics = floats(device, SHAPE.steps() * SHAPE.channels());
            NormParameters parameters = new NormParameters(features, features, features, features);
            String message = "xSeq is float32[700], expected float32[1050]";
            assertRefused(message, () -> ops.lifForward(SHAPE, settings, decay, twoSteps, spikes, hSeq));
            assertRefused(
                    message,
                    () -> ops.lifMpbnForwardTraining(
                            SHAPE,
                            axis,
                            settings,
                            NormSettings.DEFAULT,
                            decay,
                            twoSteps,
                            parameters,
                            spikes,
                            hSeq,
                            new BatchStatistics(statistics, statistics)));
            assertRefused(
                    message,
                    () -> ops.lifMpbnForwardEvaluation(
                            SHAPE, axis, settings, 1e-5f, decay, twoSteps, parameters, spikes));
            assertRefused(
                    message,
                    () -> ops.lifFoldedForward(
                            SHAPE, axis, settings, decay, twoSteps, new FoldedThreshold(features, features), spikes));
        }
    }

    private static void assertRefused(String message, Runnable refused) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, refused::run).getMessage());
    }

    private static Buffer floats(Device device, int length) {
        return device.allocate(DataType.FLOAT, length);
    }
}
