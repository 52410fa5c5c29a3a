package dev.soma.runtime.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.FoldedThreshold;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NeuronShape;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.NormParameters;
import dev.soma.runtime.Reset;
import dev.soma.runtime.Surrogate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Neurons whose MPBN a device evaluates and neurons whose MPBN the same device folds fire the same spikes. */
@Tag("device")
class LifFoldTest {
    private static final NeuronShape SHAPE = new NeuronShape(5, 4, 9, 37);
    private static final float EPS = 1e-5f;

    /** One neuron in so many begins at its threshold. */
    private static final int HOSTILE = 3;

    static Stream<Arguments> devices() {
        return TestDevices.all().stream()
                .flatMap(choice -> Stream.of(NormAxis.values())
                        .flatMap(axis -> Stream.of(Reset.values()).map(reset -> Arguments.of(choice, axis, reset))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("devices")
    void firesTheSameFoldedAndEvaluated(TestDevices.Choice choice, NormAxis axis, Reset reset) {
        int features = SHAPE.norm(axis).features();
        LifSettings settings = new LifSettings(0.5f, reset, false, Surrogate.DEFAULT);
        try (Device device = choice.open()) {
            NormParameters parameters = new NormParameters(
                    device.allocate(gamma(features)),
                    device.allocate(
                            new RandomArrays(2).normal(0.4, 0.3, features).floats()),
                    device.allocate(
                            new RandomArrays(3).normal(0.2, 0.5, features).floats()),
                    device.allocate(
                            new RandomArrays(4).uniform(0.2, 2, features).floats()));
            FoldedThreshold folded = new FoldedThreshold(zeros(device, features), zeros(device, features));
            device.ops()
                    .normalization()
                    .foldThreshold(features, EPS, settings.vTh(), parameters, folded.threshold(), folded.sign());
            Buffer decay = device.allocate(0.25f);
            Buffer xSeq = device.allocate(currents(folded, features));
            Buffer evaluated = device.allocate(DataType.INT, SHAPE.words());
            Buffer fired = device.allocate(DataType.INT, SHAPE.words());
            device.ops()
                    .neuron()
                    .lifMpbnForwardEvaluation(SHAPE, axis, settings, EPS, decay, xSeq, parameters, evaluated);
            device.ops().neuron().lifFoldedForward(SHAPE, axis, settings, decay, xSeq, folded, fired);
            assertArrayEquals(evaluated.toInts(), fired.toInts());
            assertTrue(count(fired) > SHAPE.size() / 10, "some fire");
            assertTrue(count(fired) < SHAPE.size() * 9 / 10, "some do not");
        }
    }

    /** Of both signs, some 0. */
    private static float[] gamma(int features) {
        float[] gamma = new RandomArrays(1).normal(0, 1, features).floats();
        for (int f = 4; f < features; f += 7) {
            gamma[f] = 0;
        }
        return gamma;
    }

    /** In the first step a third of the potentials is at the threshold, or a float above or below it. */
    private static float[] currents(FoldedThreshold folded, int features) {
        float[] x = new RandomArrays(5).normal(0.3, 1, SHAPE.size()).floats();
        float[] threshold = folded.threshold().toFloats();
        float[] sign = folded.sign().toFloats();
        for (int i = 0; i < SHAPE.neurons(); i += HOSTILE) {
            float atThreshold = sign[i % features] * threshold[i % features];
            if (Float.isFinite(atThreshold)) {
                x[i] = switch (i / HOSTILE % 3) {
                    case 0 -> atThreshold;
                    case 1 -> Math.nextUp(atThreshold);
                    default -> Math.nextDown(atThreshold);
                };
            }
        }
        return x;
    }

    private static int count(Buffer spikes) {
        return Arrays.stream(spikes.toInts()).map(Integer::bitCount).sum();
    }

    private static Buffer zeros(Device device, int length) {
        return device.allocate(DataType.FLOAT, length);
    }
}
