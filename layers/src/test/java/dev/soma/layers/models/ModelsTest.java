package dev.soma.layers.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.layers.Layer;
import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Signal;
import dev.soma.layers.Tensor;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsTest {
    private static final Signal DIGIT = Signal.image(28, 28, 1);
    private static final Signal CIFAR = Signal.image(32, 32, 3);
    private static final int T = 2;

    static Stream<Arguments> paperNetworks() {
        Options bn = new Options(T, 10, Norm.BN);
        Options mpbn = new Options(T, 10, Norm.MPBN);
        return Stream.of(
                // weights of the convolutions, gamma and beta of their normalisation, and the readout, counted by hand
                Arguments.of("ResNet-20", Models.resNet20(bn, CIFAR), 11_232_960L + 9_856 + 5_130),
                Arguments.of("ResNet-19", Models.resNet19(bn, CIFAR), 12_553_600L + 10_496 + 5_130),
                Arguments.of("VGG-16", Models.vgg16(bn, CIFAR), 14_710_464L + 8_448 + 5_130),
                // MPBN adds a gamma and a beta for each channel of each layer of neurons
                Arguments.of(
                        "ResNet-20 with MPBN",
                        Models.resNet20(mpbn, CIFAR),
                        11_247_946L + 2 * (3 * 64 + 4 * (64 + 128 + 256 + 512))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paperNetworks")
    void thePapersNetworksHaveTheirNumberOfParametersAndRun(String label, Layer architecture, long parameters) {
        try (Device device = Devices.open("vector");
                Network network = Network.build(device, architecture, CIFAR, 1)) {
            assertEquals(parameters, network.parameterCount());
            Tensor input = network.input(2, new float[CIFAR.size(2)]);
            Tensor logits = network.forward(input, Pass.TRAINING);
            assertEquals(new Signal(T, 1, 1, 10, false), logits.signal());
            network.backward(logits);
            input.release();
        }
    }

    @ParameterizedTest
    @EnumSource
    void digitsRunWithEveryNormalisation(Norm norm) {
        try (Device device = Devices.open("vector");
                Network network = Network.build(device, Models.digits(new Options(T, 10, norm), DIGIT), DIGIT, 1)) {
            Tensor input = network.input(3, new float[DIGIT.size(3)]);
            Tensor logits = network.forward(input, Pass.EVALUATION);
            assertEquals(T * 3 * 10, logits.buffer().length());
            logits.release();
            input.release();
        }
    }

    @Test
    void eventDataKeepsItsFrames() {
        Signal frames = DIGIT.withSteps(4);
        try (Device device = Devices.open("vector");
                Network network =
                        Network.build(device, Models.digits(new Options(4, 10, Norm.BN), frames), frames, 1)) {
            assertEquals(4, network.output().steps());
        }
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Models.digits(new Options(5, 10, Norm.BN), frames));
        assertTrue(String.valueOf(error.getMessage()).contains("4 frames"), error::getMessage);
    }
}
