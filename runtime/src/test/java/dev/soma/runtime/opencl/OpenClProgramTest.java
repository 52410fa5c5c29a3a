package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.DiskCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs: built, kept on disk, and built again where what was kept is no good. */
@RequiresOpenCl
class OpenClProgramTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aProgramThatDoesNotBuildShowsTheCompilersLog() {
        try (OpenClDevice device = open(new DiskCache(folder))) {
            DeviceException e = assertThrows(DeviceException.class, () -> device.compile(TestKernels.WRONG));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("TestKernels.wrong does not build on " + device.description()), message);
            assertTrue(message.contains("CL_BUILD_PROGRAM_FAILURE (-11)"), message);
            assertTrue(message.contains("noSuchName"), message);
        }
        assertEquals(0, files());
    }

    @Test
    void aKernelThatTheSourceLacksIsAnError() {
        try (OpenClDevice device = OpenClDevice.open(
                ClDevices.find().select(""),
                (kernel, constants) -> new KernelSources.Source(
                        "other", TestKernels.sources(kernel, constants).text(), 0),
                new DiskCache(null))) {
            DeviceException e = assertThrows(DeviceException.class, () -> device.compile(TestKernels.SCALE));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("CL_INVALID_KERNEL_NAME (-46)"),
                    String.valueOf(e.getMessage()));
        }
    }

    @Test
    void aProgramIsKeptAndUsedAgain() throws IOException {
        assertScales();
        assertEquals(1, files());
        Path file = onlyFile();
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertScales();
        assertEquals(0, Files.getLastModifiedTime(file).toMillis(), "nothing was written again");
    }

    @Test
    void truncatedAndCorruptEntriesAreBuiltAgain() throws IOException {
        assertScales();
        byte[] whole = Files.readAllBytes(onlyFile());
        byte[] corrupt = whole.clone();
        corrupt[whole.length / 2] ^= 1;
        for (byte[] damaged : new byte[][] {Arrays.copyOf(whole, whole.length / 2), corrupt, {}}) {
            Files.write(onlyFile(), damaged);
            assertScales();
            assertTrue(Files.size(onlyFile()) > damaged.length || damaged.length == whole.length);
            assertFalse(Arrays.equals(damaged, Files.readAllBytes(onlyFile())), "the entry is whole again");
        }
    }

    @Test
    void aBinaryThatTheDriverRefusesIsBuiltAgain() {
        DiskCache cache = new DiskCache(folder);
        DiskCache.Key key = key(TestKernels.sources(TestKernels.SCALE, Map.of()).text());
        byte[] garbage = "no program of any driver".getBytes(StandardCharsets.US_ASCII);
        cache.write(key, garbage);
        assertScales();
        assertFalse(Arrays.equals(garbage, cache.read(key).orElseThrow()), "a program took its place");
    }

    @Test
    void theKeyCoversTheSource() {
        assertNotEquals(key("a").fileName(), key("b").fileName());
        assertEquals(key("a").fileName(), key("a").fileName());
    }

    @Test
    void nothingIsKeptWhenTheCacheIsOff() {
        try (OpenClDevice device = open(new DiskCache(null))) {
            device.compile(TestKernels.SCALE);
        }
        assertEquals(0, files());
    }

    private static DiskCache.Key key(String source) {
        ClDevice hardware = ClDevices.find().select("");
        try (ClQueue queue = new ClQueue(hardware)) {
            return new ProgramBuilder(queue, hardware, new DiskCache(null), true)
                    .key(TestKernels.class.getName() + ".scale", source);
        }
    }

    private void assertScales() {
        try (OpenClDevice device = open(new DiskCache(folder));
                Buffer x = device.allocate(1f, 2f, 3f);
                Buffer y = device.allocate(DataType.FLOAT, 3)) {
            device.compile(TestKernels.SCALE).launch(Grid.flat(3), 3, 2f, x, y);
            assertArrayEquals(new float[] {2f, 4f, 6f}, y.toFloats());
        }
    }

    private static OpenClDevice open(DiskCache cache) {
        return OpenClDevice.open(ClDevices.find().select(""), TestKernels::sources, cache);
    }

    private long files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }
}
