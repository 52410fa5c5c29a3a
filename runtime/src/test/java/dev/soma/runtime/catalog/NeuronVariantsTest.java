package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.soma.runtime.BatchStatistics;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronOps;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormGradients;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.NormSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalogue does not show of the operations on neurons: results that are not asked for, and results in place. */
@Tag("device")
class NeuronVariantsTest {
    private static final NeuronShape SHAPE = new NeuronShape(3, 4, 5, 35);
    private static final NormAxis AXIS = NormAxis.CHANNEL;

    static Iterable<TestDevices.Choice> devices() {
        return TestDevices.all();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void firesTheSameWithoutKeepingPotentials(TestDevices.Choice choice) {
        try (Device device = choice.open()) {
            Buffer xSeq = normal(device, 1);
            Buffer decay = device.allocate(0.25f);
            Buffer kept = device.allocate(DataType.INT, SHAPE.words());
            Buffer spikes = device.allocate(DataType.INT, SHAPE.words());
            NeuronOps ops = device.ops().neuron();
            ops.lifForward(SHAPE, LifSettings.DEFAULT, decay, xSeq, kept, zeros(device, SHAPE.size()));
            ops.lifForward(SHAPE, LifSettings.DEFAULT, decay, xSeq, spikes, null);
            assertArrayEquals(kept.toInts(), spikes.toInts());
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void gradientOfTheInputMayReplaceThatOfTheSpikes(TestDevices.Choice choice) {
        try (Device device = choice.open()) {
            Buffer decay = device.allocate(0.25f);
            Buffer gradDecay = zeros(device, 1);
            Buffer inPlace = normal(device, 2);
            Buffer hSeq = normal(device, 3);
            Buffer gradXSeq = zeros(device, SHAPE.size());
            NeuronOps ops = device.ops().neuron();
            ops.lifBackward(SHAPE, LifSettings.DEFAULT, decay, inPlace, hSeq, gradXSeq, gradDecay);
            ops.lifBackward(SHAPE, LifSettings.DEFAULT, decay, inPlace, hSeq, inPlace, null);
            assertArrayEquals(gradXSeq.toFloats(), inPlace.toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void gradientOfTheNormalisedInputMayReplaceThatOfTheSpikes(TestDevices.Choice choice) {
        try (Device device = choice.open()) {
            NormParameters parameters = parameters(device);
            BatchStatistics saved = saved(device);
            Buffer decay = device.allocate(0.25f);
            Buffer hSeq = forward(device, parameters, saved, normal(device, 4));
            Buffer inPlace = normal(device, 5);
            Buffer gradXSeq = zeros(device, SHAPE.size());
            NormGradients gradients = gradients(device);
            NormGradients again = gradients(device);
            backward(device, decay, inPlace, hSeq, parameters, saved, gradXSeq, gradients, zeros(device, 1));
            backward(device, decay, inPlace, hSeq, parameters, saved, inPlace, again, null);
            assertArrayEquals(gradXSeq.toFloats(), inPlace.toFloats());
            assertArrayEquals(gradients.gamma().toFloats(), again.gamma().toFloats());
            assertArrayEquals(gradients.beta().toFloats(), again.beta().toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void normalisedPotentialsMustNotReplaceTheInput(TestDevices.Choice choice) {
        try (Device device = choice.open()) {
            Buffer xSeq = normal(device, 6);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> device.ops()
                            .neuron()
                            .lifMpbnForwardTraining(
                                    SHAPE,
                                    AXIS,
                                    LifSettings.DEFAULT,
                                    NormSettings.DEFAULT,
                                    device.allocate(0.25f),
                                    xSeq,
                                    parameters(device),
                                    device.allocate(DataType.INT, SHAPE.words()),
                                    xSeq,
                                    saved(device)));
        }
    }

    private static Buffer forward(Device device, NormParameters parameters, BatchStatistics saved, Buffer xSeq) {
        Buffer hSeq = zeros(device, SHAPE.size());
        device.ops()
                .neuron()
                .lifMpbnForwardTraining(
                        SHAPE,
                        AXIS,
                        LifSettings.DEFAULT,
                        NormSettings.DEFAULT,
                        device.allocate(0.25f),
                        xSeq,
                        parameters,
                        device.allocate(DataType.INT, SHAPE.words()),
                        hSeq,
                        saved);
        return hSeq;
    }

    private static void backward(
            Device device,
            Buffer decay,
            Buffer gradSpikeSeq,
            Buffer hSeq,
            NormParameters parameters,
            BatchStatistics saved,
            Buffer gradXSeq,
            NormGradients gradients,
            @Nullable Buffer gradDecay) {
        device.ops()
                .neuron()
                .lifMpbnBackward(
                        SHAPE,
                        AXIS,
                        LifSettings.DEFAULT,
                        decay,
                        gradSpikeSeq,
                        hSeq,
                        parameters.gamma(),
                        parameters.beta(),
                        saved,
                        gradXSeq,
                        gradients,
                        gradDecay);
    }

    private static NormParameters parameters(Device device) {
        int features = SHAPE.norm(AXIS).features();
        return new NormParameters(
                device.allocate(new RandomArrays(7).normal(1, 0.3, features).floats()),
                device.allocate(new RandomArrays(8).normal(0.3, 0.3, features).floats()),
                zeros(device, features),
                device.allocate(new RandomArrays(9).uniform(0.5, 2, features).floats()));
    }

    private static BatchStatistics saved(Device device) {
        int size = SHAPE.steps() * SHAPE.norm(AXIS).features();
        return new BatchStatistics(zeros(device, size), zeros(device, size));
    }

    private static NormGradients gradients(Device device) {
        int features = SHAPE.norm(AXIS).features();
        return new NormGradients(zeros(device, features), zeros(device, features));
    }

    private static Buffer normal(Device device, long seed) {
        return device.allocate(
                new RandomArrays(seed).normal(0.3, 1, SHAPE.size()).floats());
    }

    private static Buffer zeros(Device device, int length) {
        return device.allocate(DataType.FLOAT, length);
    }
}
