package dev.soma.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.Kernels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the commands say of NVIDIA GPUs, where there is one and where there is none. */
class CudaCommandsTest {
    private static Optional<String> obstacle() {
        return Devices.list().stream()
                .filter(provider -> provider.name().equals("cuda"))
                .findFirst()
                .flatMap(DeviceProvider::obstacle);
    }

    @Test
    void devicesNamesTheGpuOrSaysWhatIsMissing() {
        CommandRun run = CommandRun.of("devices");
        String line = run.out()
                .lines()
                .filter(text -> text.startsWith("cuda "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(run.out()));
        if (obstacle().isPresent()) {
            assertTrue(line.contains("not usable: " + obstacle().get()), line);
        } else {
            try (Device cuda = Devices.open("cuda")) {
                assertTrue(line.contains(cuda.description()), line);
            }
        }
    }

    @Test
    void trainingWithoutAGpuFailsInOneLine(@TempDir Path folder) {
        String out = folder.resolve("run").toString();
        CommandRun run = CommandRun.of("train", "--device", "cuda", "--out", out, "--epochs", "1", "--limit", "64");
        if (obstacle().isPresent()) {
            assertEquals(1, run.exitCode(), run.err());
            assertEquals(List.of("soma: " + obstacle().get()), run.err().lines().toList());
        } else {
            assertEquals(0, run.exitCode(), run.err());
        }
    }

    static List<Kernel> kernels() {
        return Kernels.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void everyKernelIsPrintedAsPtx(Kernel kernel) {
        CommandRun run = CommandRun.of("kernels", Kernels.name(kernel), "--target", "ptx");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains(".visible .entry " + kernel.toString().replace('.', '_')), run.out());
    }
}
