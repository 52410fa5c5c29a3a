package dev.soma.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.catalog.HostArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forwards in which one operation does the work of two layers: convolutions and the neurons behind them, which are two in training,
 * where a network without normalisation gives the same, and neurons with a current that is the same at all steps.
 */
class ForwardLayersTest {
    private static final int BATCH = 5;
    private static final Signal IMAGE = Signal.image(9, 7, 2);
    private static final Lif LEARNT = new Lif(LifSettings.DEFAULT, 0.5f, true, null);

    /** Layer 4 joins 3, 6 joins 5, and 9 joins 8. */
    private static final Sequential LAYERS = Sequential.of(
            new Conv2d(33, 3).withBias(true),
            new Repeat(4),
            new Lif(),
            new Conv2d(40, 3).withBias(true),
            LEARNT,
            new Conv2d(12, 3).withStride(2),
            new Lif(),
            new Flatten(),
            new Linear(20),
            Lif.integrateAndFire(LifSettings.DEFAULT),
            new Linear(3));

    @Tag("device")
    @Test
    void evaluationGivesWhatTrainingGives() {
        try (Device device = TestDevices.open(TestDevices.or("vector"))) {
            check(device);
        }
    }

    @Test
    void theyDoOnManyThreads() {
        try (Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(3))) {
            check(device);
        }
    }

    private static void check(Device device) {
        try (Network network = Network.build(device, LAYERS, IMAGE, 2)) {
            Map<String, HostArray> state = network.save();
            // not the decay that the layer was built with
            state.put("4.decayLogit", HostArray.of(new float[] {1.5f}, 1));
            network.load(state);
            Run training = Run.of(network, true);
            Run evaluation = Run.of(network, false);
            assertArrayEquals(training.logits, evaluation.logits);
            assertEquals(List.copyOf(training.spikes.keySet()), List.of("2", "4", "6", "9"));
            assertEquals(List.copyOf(training.spikes.keySet()), List.copyOf(evaluation.spikes.keySet()));
            training.spikes.forEach((path, words) -> assertArrayEquals(words, evaluation.spikes.get(path), path));
        }
    }

    @Tag("device")
    @ParameterizedTest
    @MethodSource("neurons")
    void neuronsTakeTheSameCurrentAtAllSteps(Lif neurons) {
        Conv2d readout = new Conv2d(2, 3);
        try (Device device = TestDevices.open(TestDevices.or("vector"));
                Network joined = Network.build(device, Sequential.of(new Repeat(3), neurons, readout), IMAGE, 2);
                Network apart = Network.build(
                        device, Sequential.of(Sequential.of(new Repeat(3)), neurons, readout), IMAGE, 2)) {
            for (boolean training : List.of(true, false)) {
                Run expected = Run.of(apart, training);
                Run actual = Run.of(joined, training);
                assertArrayEquals(expected.logits, actual.logits);
                assertArrayEquals(expected.spikes.get("1"), actual.spikes.get("1"));
            }
        }
    }

    static Stream<Lif> neurons() {
        return Stream.of(
                new Lif(),
                new Lif().withMpbn(new Mpbn(NormAxis.CHANNEL)),
                new Lif().withMpbn(new Mpbn(NormAxis.ELEMENT)));
    }

    @Test
    void onlyConvolutionsOfSpikesAreJoined() {
        try (Device device = Devices.open("vector");
                Network network = Network.build(device, LAYERS, IMAGE, 2)) {
            List<LiveLayer> layers = ((Sequential.LiveSequential) network.root()).layers();
            List<String> joined = new ArrayList<>();
            ForwardLayers.inEvaluation(layers)
                    .forEach(layer -> joined.add(layer.getClass().getSimpleName()));
            assertEquals(
                    List.of(
                            "LiveConvolution",
                            "LiveLif",
                            "LiveFiringConvolution",
                            "LiveFiringConvolution",
                            "Live",
                            "LiveFiringConvolution",
                            "LiveConvolution"),
                    joined);
        }
    }

    /** What a network gives, and the spikes of its layers. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    private record Run(float[] logits, Map<String, int[]> spikes) {

        static Run of(Network network, boolean training) {
            SplittableRandom random = new SplittableRandom(3);
            float[] images = new float[IMAGE.size(BATCH)];
            for (int i = 0; i < images.length; i++) {
                images[i] = (float) random.nextGaussian();
            }
            Map<String, int[]> spikes = new LinkedHashMap<>();
            Pass pass = new Pass(
                    training, (path, fired) -> spikes.put(path, fired.buffer().toInts()));
            Tensor x = network.input(BATCH, images);
            Tensor logits = network.forward(x, pass);
            Run run = new Run(logits.buffer().toFloats(), spikes);
            x.release();
            logits.release();
            return run;
        }
    }
}
