package dev.soma.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.layers.io.Npy;
import dev.soma.runtime.catalog.HostArray;
import dev.soma.runtime.catalog.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as its users run it: output, errors in one line, exit codes. */
class MainTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void listsTheDevices() {
        CommandRun run = CommandRun.of("devices");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("vector   ") && run.out().contains("jvm      "), run.out());
    }

    @Test
    void listsEveryOperation() {
        CommandRun run = CommandRun.of("op", "--list");
        assertEquals(0, run.exitCode());
        Operations.all().forEach(operation -> assertTrue(run.out().contains(operation.name() + ": "), run.out()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "vector:scalar", "jvm", "best"})
    void runsAnOperationOnFiles(String device) throws IOException {
        Npy.write(folder.resolve("x.npy"), HostArray.of(new float[] {0, 2, -1, 0, 0, 1}, 2, 3));
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of(
                "op",
                "spike-pack",
                "--device",
                device,
                "--in",
                "x=" + folder.resolve("x.npy"),
                "--out",
                out.toString());
        assertEquals(0, run.exitCode(), run.err());
        HostArray words = Npy.read(out.resolve("words.npy"));
        assertArrayEquals(new int[] {2, 1}, words.shape());
        assertArrayEquals(new int[] {0b110, 0b100}, words.ints());
    }

    @Test
    void wrongUsageIsOneLineAndExitCode2() {
        for (CommandRun run : new CommandRun[] {
            CommandRun.of("op", "no-such-operation"),
            CommandRun.of("op", "spike-pack"),
            CommandRun.of("op", "spike-pack", "--set", "nothing=1"),
            CommandRun.of("op", "spike-pack", "--device", "no-such-device"),
            CommandRun.of("op", "spike-pack", "--device", "best:scalar"),
            CommandRun.of("train", "--norm", "no-such-norm"),
            CommandRun.of("train", "--epochs", "0"),
            CommandRun.of("data", "cifar10"),
        }) {
            assertEquals(2, run.exitCode(), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("soma: "), run.err());
        }
    }

    @Test
    void failureIsOneLineAndExitCode1() throws IOException {
        Path foreign = folder.resolve("foreign.npy");
        Files.writeString(foreign, "no array");
        for (CommandRun run : new CommandRun[] {
            CommandRun.of("op", "spike-pack", "--in", "x=" + folder.resolve("absent.npy")),
            CommandRun.of("op", "spike-pack", "--in", "x=" + foreign),
            CommandRun.of("evaluate", foreign.toString()),
            CommandRun.of("train", "--dataset", "mnist", "--data", folder.toString()),
            CommandRun.of("train", "--resume", folder.toString()),
        }) {
            assertEquals(1, run.exitCode(), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("soma: ") && run.err().contains(folder.toString()), run.err());
        }
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        CommandRun run = CommandRun.of("op", "spike-pack", "--in", "x=" + folder.resolve("absent.npy"));
        assertTrue(run.err().contains("absent.npy: there is no such file"), run.err());
    }
}
