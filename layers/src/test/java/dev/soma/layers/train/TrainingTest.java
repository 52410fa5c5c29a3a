package dev.soma.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.layers.AvgPool2d;
import dev.soma.layers.BatchNorm;
import dev.soma.layers.Conv2d;
import dev.soma.layers.Flatten;
import dev.soma.layers.Fold;
import dev.soma.layers.Layer;
import dev.soma.layers.Lif;
import dev.soma.layers.Linear;
import dev.soma.layers.MaxPool2d;
import dev.soma.layers.Mpbn;
import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Repeat;
import dev.soma.layers.Residual;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import dev.soma.layers.Tensor;
import dev.soma.layers.TestDevices;
import dev.soma.layers.ToyDataset;
import dev.soma.layers.data.BatchReader;
import dev.soma.layers.data.Batches;
import dev.soma.layers.io.FormatException;
import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.NormAxis;
import dev.soma.runtime.Reset;
import dev.soma.runtime.SgdSettings;
import dev.soma.runtime.Surrogate;
import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks: they learn, repeat their bits, go on where they stopped, and fold without changing a spike. */
class TrainingTest {
    private static final ToyDataset TRAIN = new ToyDataset(64, 1);
    private static final ToyDataset TEST = new ToyDataset(40, 2);
    private static final Signal IMAGE = Signal.image(8, 8, 1);
    private static final int BATCH = 16;
    private static final int EPOCHS = 6;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static final String DEVICE = TestDevices.or("vector");

    static Stream<Arguments> networks() {
        LifSettings soft = new LifSettings(0.5f, Reset.SOFT, true, Surrogate.of(Surrogate.Kind.ATAN));
        return Stream.of(
                Arguments.of("no normalisation", network(new Lif(), false)),
                Arguments.of("BN", network(new Lif(), true)),
                Arguments.of("MPBN", network(new Lif().withMpbn(new Mpbn(NormAxis.CHANNEL)), true)),
                Arguments.of("MPBN element-wise", network(new Lif().withMpbn(new Mpbn(NormAxis.ELEMENT)), true)),
                Arguments.of(
                        "MPBN, soft reset, learnt decay",
                        network(new Lif(soft, 0.5f, true, new Mpbn(NormAxis.CHANNEL)), true)),
                Arguments.of("IF", network(Lif.integrateAndFire(LifSettings.DEFAULT), true)),
                Arguments.of("residual", residual()));
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void learns(String label, Layer architecture) {
        try (Device device = TestDevices.open(DEVICE);
                Run run = new Run(device, architecture, 1, null)) {
            run.epochs(0, EPOCHS);
            Evaluation evaluation = run.evaluate();
            assertTrue(evaluation.accuracy() >= 0.9, () -> "accuracy " + evaluation.accuracy());
        }
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void foldsIntoThresholdsWithoutChangingASpike(String label, Layer architecture) {
        try (Device device = TestDevices.open(DEVICE);
                Run run = new Run(device, architecture, 1, null)) {
            run.epochs(0, 2);
            FoldReport report = FoldReport.of(run.network, TEST, 7, LossReduction.MEAN_LOGITS);
            assertEquals(0, report.differingSpikes());
            assertEquals(0, report.thresholds().differingPredictions());
            assertEquals(report.original().accuracy(), report.thresholds().accuracy());
            assertEquals(report.original().accuracy(), report.folded().accuracy(), 0.05);
        }
    }

    @Tag("device")
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void foldedNetworksAreNetworksOfTheirOwn(String label, Layer architecture) throws IOException {
        Path file = folder.resolve("folded.safetensors");
        try (Device device = TestDevices.open(DEVICE);
                Run run = new Run(device, architecture, 1, null)) {
            run.epochs(0, 1);
            int[] classes;
            try (Network folded = Fold.all(run.network)) {
                assertTrue(
                        folded.state().stream().noneMatch(named -> named.name().contains("mpbn")),
                        "a folded network needs no MPBN");
                classes = Evaluation.of(folded, TEST, 10, LossReduction.MEAN_LOGITS)
                        .classes();
                Checkpoint.of(folded, Map.of("note", "kept")).write(file);
                Tensor input = folded.input(1, new float[64]);
                if (label.contains("MPBN")) {
                    assertThrows(IllegalStateException.class, () -> folded.forward(input, Pass.TRAINING));
                }
            }
            Checkpoint read = Checkpoint.read(file);
            assertEquals("kept", read.notes().get("note"));
            try (Network again = read.toNetwork(device)) {
                assertArrayEquals(
                        classes,
                        Evaluation.of(again, TEST, 10, LossReduction.MEAN_LOGITS)
                                .classes());
            }
        }
    }

    static Stream<String> devices() {
        return Stream.of("vector", "jvm").map(TestDevices::or).distinct();
    }

    @Tag("device")
    @ParameterizedTest
    @MethodSource("devices")
    void theSameRunGivesTheSameBitsAlsoWhenItIsResumed(String deviceName) throws IOException {
        Layer architecture = network(new Lif().withMpbn(new Mpbn(NormAxis.CHANNEL)), true);
        Path file = folder.resolve("checkpoint.safetensors");
        try (Device device = TestDevices.open(deviceName);
                Run whole = new Run(device, architecture, 1, null);
                Run interrupted = new Run(device, architecture, 1, null)) {
            whole.epochs(0, 3);
            interrupted.epochs(0, 2);
            Checkpoint.of(interrupted.network, interrupted.optimizer, Map.of()).write(file);
            try (Run resumed = new Run(device, architecture, 99, Checkpoint.read(file))) {
                resumed.epochs(2, 3);
                assertSameBits(whole.network.save(), resumed.network.save());
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNothingButRounding() {
        Layer architecture = network(new Lif().withMpbn(new Mpbn(NormAxis.CHANNEL)), true);
        DeviceSettings three = new DeviceSettings(3, "");
        try (Device one = Devices.open("vector", new DeviceSettings(1, ""));
                Device several = Devices.open("vector", three);
                Run first = new Run(one, architecture, 1, null);
                Run second = new Run(several, architecture, 1, null)) {
            first.epochs(0, EPOCHS);
            second.epochs(0, EPOCHS);
            assertEquals(first.evaluate().accuracy(), second.evaluate().accuracy(), 0.1);
        }
    }

    @Test
    void damagedCheckpointsAreNamed() throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        try (Device device = Devices.open("vector");
                Run run = new Run(device, network(new Lif(), true), 1, null)) {
            Checkpoint.of(run.network, run.optimizer, Map.of()).write(file);
            byte[] bytes = Files.readAllBytes(file);
            for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                FormatException error = assertThrows(FormatException.class, () -> Checkpoint.read(file));
                assertTrue(String.valueOf(error.getMessage()).contains(file.toString()), error::getMessage);
            }
            Checkpoint withoutOptimizer = Checkpoint.of(run.network, Map.of());
            assertThrows(IllegalArgumentException.class, () -> withoutOptimizer.restore(run.optimizer));
        }
    }

    private static Layer network(Lif lif, boolean batchNorm) {
        Sequential start = batchNorm
                ? Sequential.of(new Conv2d(8, 3), new BatchNorm())
                : Sequential.of(new Conv2d(8, 3).withBias(true));
        Sequential middle = batchNorm
                ? Sequential.of(new Conv2d(33, 3), new BatchNorm())
                : Sequential.of(new Conv2d(33, 3).withBias(true));
        return Sequential.of(
                start,
                new Repeat(3),
                lif,
                new MaxPool2d(2),
                middle,
                lif,
                new AvgPool2d(2),
                new Flatten(),
                new Linear(2));
    }

    private static Layer residual() {
        Lif lif = new Lif().withMpbn(new Mpbn(NormAxis.CHANNEL));
        return Sequential.of(
                new Conv2d(8, 3),
                new BatchNorm(),
                new Repeat(3),
                lif,
                new Residual(
                        Sequential.of(new Conv2d(8, 3), new BatchNorm(), lif, new Conv2d(8, 3), new BatchNorm()), null),
                lif,
                new Residual(
                        Sequential.of(new Conv2d(12, 3).withStride(2), new BatchNorm()),
                        Sequential.of(new AvgPool2d(2), new Conv2d(12, 1), new BatchNorm())),
                lif,
                new Flatten(),
                new Linear(2));
    }

    private static void assertSameBits(Map<String, HostArray> first, Map<String, HostArray> second) {
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, array) -> {
            HostArray other = second.get(name);
            assertTrue(other != null && Arrays.equals(bits(array), bits(other)), () -> name + " differs");
        });
    }

    private static int[] bits(HostArray array) {
        float[] floats = array.floats();
        int[] bits = new int[floats.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
        return bits;
    }

    /** A small training run. */
    private static final class Run implements AutoCloseable {
        final Network network;
        final Optimizer optimizer;
        private final ClassificationLoss loss;
        private final Trainer trainer;

        Run(Device device, Layer architecture, long seed, @Nullable Checkpoint resumed) {
            network = Network.build(device, architecture, IMAGE, seed);
            optimizer = seed % 2 == 1
                    ? new AdamW(network, new AdamWSettings(0.9f, 0.999f, 1e-8f, 0.01f))
                    : new Sgd(network, new SgdSettings(0.9f, 1e-4f, false));
            if (resumed != null) {
                network.load(resumed.state());
                resumed.restore(optimizer);
            }
            loss = new ClassificationLoss(network, LossReduction.MEAN_LOGITS);
            Batches batches = new Batches(TRAIN.size(), BATCH, 5, true);
            trainer = new Trainer(
                    network,
                    optimizer,
                    loss,
                    new CosineSchedule(0.01f, 2, (long) EPOCHS * batches.count()),
                    new BatchReader(TRAIN),
                    batches);
        }

        void epochs(int from, int to) {
            for (int epoch = from; epoch < to; epoch++) {
                trainer.epoch(epoch, Progress.NONE);
            }
        }

        Evaluation evaluate() {
            return Evaluation.of(network, TEST, BATCH, LossReduction.MEAN_LOGITS);
        }

        @Override
        public void close() {
            loss.close();
            optimizer.close();
            network.close();
        }
    }
}
