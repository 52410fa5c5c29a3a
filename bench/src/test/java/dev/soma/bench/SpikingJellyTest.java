package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceSettings;
import dev.soma.runtime.Devices;
import dev.soma.runtime.catalog.HostArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SpikingJelly computes what Soma does, where the property {@code soma.test.python} names a Python that has it; and how the
 * process is talked to, with a shell script in its place.
 */
class SpikingJellyTest {
    private static final int THREADS = 2;
    private static final SpikingJelly.Task TASK = new SpikingJelly.Task(
            Map.of("0.weight", HostArray.of(new float[] {1}, 1, 1, 1, 1)),
            4,
            HostArray.of(new float[] {1, 2}, 1, 1, 1, 2, 1),
            HostArray.of(new int[] {0}, 1, 1));

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    static Stream<Arguments> works() {
        return Works.smallBesideSpikingJelly().stream().map(work -> Arguments.of(work.name(), work));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void bothSidesGiveTheSame(String name, Work<SpikingJelly> work) throws UnavailableException {
        String python = System.getProperty("soma.test.python", "");
        Assumptions.assumeTrue(!python.isEmpty(), "-Dsoma.test.python=PATH names no Python that has SpikingJelly");
        try (SpikingJelly spikingJelly = SpikingJelly.open(python, THREADS);
                Device device = Devices.open("vector", DeviceSettings.DEFAULT.withThreads(THREADS));
                Side soma = work.soma().apply(device);
                Side peer = work.peer().apply(spikingJelly)) {
            assertEquals(THREADS, spikingJelly.threads());
            for (int run = 1; run <= 2; run++) {
                Agreement agreement = Comparison.agreement(soma, peer, work.tolerance());
                assertTrue(agreement.values() > 0, "something is compared");
                assertEquals("", agreement.problem(), "run " + run);
            }
        }
    }

    /** An executable shell script. */
    private String interpreter(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    private static final String ABOUT = "echo '{\"spikingjelly\": \"2.0\", \"torch\": \"2.7\", \"threads\": 3}'\n";

    @Test
    void commandsAreAnsweredByALine() throws IOException, UnavailableException {
        String python = interpreter(ABOUT + "while read line; do echo \"$line\" >> '" + folder + "/log'; echo; done");
        try (SpikingJelly peer = SpikingJelly.open(python, THREADS)) {
            assertEquals("2.0 on PyTorch 2.7", peer.version());
            assertEquals(3, peer.threads());
            try (Side side = peer.training(TASK)) {
                side.run();
                side.run();
            }
        }
        assertEquals("open training task.safetensors\nrun\nrun\nclose\n", Files.readString(folder.resolve("log")));
    }

    @Test
    void aFailureIsPassedOn() throws IOException, UnavailableException {
        String python = interpreter(ABOUT + "read line; echo 'ValueError: too bad'; cat");
        try (SpikingJelly peer = SpikingJelly.open(python, THREADS)) {
            IllegalStateException failure = assertThrows(IllegalStateException.class, () -> peer.inference(TASK));
            assertEquals("SpikingJelly failed: ValueError: too bad", failure.getMessage());
        }
    }

    @Test
    void anEarlyEndIsSaid() throws IOException, UnavailableException {
        String python = interpreter(ABOUT + "read line; echo killed >&2");
        try (SpikingJelly peer = SpikingJelly.open(python, THREADS)) {
            IllegalStateException failure = assertThrows(IllegalStateException.class, () -> peer.training(TASK));
            assertEquals("SpikingJelly has ended: killed", failure.getMessage());
        }
    }

    @Test
    void aPythonWithoutSpikingJellyIsRefusedWithTheCure() throws IOException {
        String python = interpreter("echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1");
        UnavailableException failure =
                assertThrows(UnavailableException.class, () -> SpikingJelly.open(python, THREADS));
        assertEquals(
                python
                        + " does not run SpikingJelly: ModuleNotFoundError: No module named 'torch'; it needs: pip install"
                        + " torch==2.7.1 spikingjelly==2.0.0",
                failure.reason());
    }

    @Test
    void noPythonAtAllIsRefused() {
        String python = folder.resolve("absent").toString();
        String reason = assertThrows(UnavailableException.class, () -> SpikingJelly.open(python, THREADS))
                .reason();
        assertTrue(reason.contains("absent") && reason.contains("pip install"), reason);
    }
}
