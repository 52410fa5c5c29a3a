package dev.soma.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.layers.BatchNorm;
import dev.soma.layers.Conv2d;
import dev.soma.layers.Flatten;
import dev.soma.layers.Layer;
import dev.soma.layers.Lif;
import dev.soma.layers.Linear;
import dev.soma.layers.MaxPool2d;
import dev.soma.layers.Mpbn;
import dev.soma.layers.Network;
import dev.soma.layers.Repeat;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import dev.soma.layers.TestDevices;
import dev.soma.layers.ToyDataset;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.Batches;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.SgdSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training gives the same bits on the devices that run compiled kernels as on {@code jvm}: weights, running statistics, losses. */
@Tag("device")
class SameBitsTest {
    private static final long SEED = 3;
    private static final int STEPS = 6;
    private static final int BATCH = 8;
    private static final ToyDataset DATA = new ToyDataset(STEPS * BATCH, SEED);

    static Stream<Arguments> networksOnCompiledDevices() {
        return TestDevices.compiled().stream()
                .flatMap(device -> Stream.of(NormAxis.values()).map(axis -> Arguments.of(device, axis, SEED)));
    }

    @ParameterizedTest(name = "{0}, MPBN by {1}, seed {2}", allowZeroInvocations = true)
    @MethodSource("networksOnCompiledDevices")
    void trainsToTheBitsOfTheMethods(String deviceName, NormAxis axis, long seed) {
        try (Device jvm = Devices.open("jvm");
                Device device = TestDevices.open(deviceName)) {
            assumeTrue(((KernelDevice) device).isBitExact(), () -> deviceName + " does not promise jvm's bits");
            assertTrainsAlike(jvm, device, axis, seed);
        }
    }

    /** A few steps of training give the same bits on both devices, and learn something. */
    static void assertTrainsAlike(Device jvm, Device device, NormAxis axis, long seed) {
        Trained expected = train(jvm, axis, seed);
        Trained actual = train(device, axis, seed);
        assertEquals(expected.losses(), actual.losses(), "losses");
        assertEquals(expected.state().keySet(), actual.state().keySet(), "names");
        expected.state()
                .forEach((name, bits) -> assertArrayEquals(
                        bits, Objects.requireNonNull(actual.state().get(name), name), name));
        assertNotEquals(expected.losses().getFirst(), expected.losses().getLast(), "nothing was learnt");
    }

    /**
     * What a run leaves.
     *
     * @param losses losses of all samples of all steps, as bits
     * @param state weights and running statistics by name, as bits
     */
    private record Trained(List<Integer> losses, Map<String, int[]> state) {}

    private static Trained train(Device device, NormAxis axis, long seed) {
        Batches batches = new Batches(DATA.size(), BATCH, seed, true);
        BatchReader reader = new BatchReader(DATA);
        List<Integer> losses = new ArrayList<>();
        try (Network network = Network.build(device, architecture(axis), Signal.image(8, 8, 1), seed);
                Optimizer optimizer = new Sgd(network, new SgdSettings(0.9f, 1e-4f, false));
                ClassificationLoss loss = new ClassificationLoss(network, LossReduction.MEAN_LOGITS)) {
            Trainer trainer =
                    new Trainer(network, optimizer, loss, new CosineSchedule(0.1f, 2, STEPS), reader, batches);
            float[] x = new float[network.input().size(BATCH)];
            int[] labels = new int[BATCH];
            for (int[] indices : batches.epoch(0)) {
                reader.read(0, indices, x, labels);
                for (int bits : bits(trainer.step(x, labels).losses())) {
                    losses.add(bits);
                }
            }
            Map<String, int[]> state = new LinkedHashMap<>();
            network.save().forEach((name, array) -> state.put(name, bits(array.floats())));
            return new Trained(losses, state);
        }
    }

    private static Layer architecture(NormAxis axis) {
        Lif lif = new Lif().withMpbn(new Mpbn(axis));
        return Sequential.of(
                new Conv2d(5, 3),
                new BatchNorm(),
                new Repeat(3),
                lif,
                new MaxPool2d(2),
                new Conv2d(35, 3),
                new BatchNorm(),
                lif,
                new Flatten(),
                new Linear(2));
    }

    private static int[] bits(float... floats) {
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(floats[i]);
        }
        return bits;
    }
}
