package dev.soma.layers.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesAFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        write(file, "old");
        write(file, "new");
        assertEquals("new", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void makesTheFolder() throws IOException {
        Path file = folder.resolve("b").resolve("c").resolve("a.txt");
        write(file, "new");
        assertEquals("new", Files.readString(file));
    }

    @Test
    void keepsTheOldFileWhenTheContentFails() throws IOException {
        Path file = folder.resolve("a.txt");
        write(file, "old");
        IOException failure = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw new IOException("no more");
                }));
        assertEquals("no more", failure.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void replacesWhatALinkPointsTo() throws IOException {
        Path file = folder.resolve("a.txt");
        write(file, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
        write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    /** A process writes one version after the other and is killed: what it leaves is one version, whole. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aKillLeavesAWholeFile(long seed) throws IOException, InterruptedException {
        Path file = folder.resolve("a.safetensors");
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertEquals('1', writer.getInputStream().read(), "the writer did not start");
            TimeUnit.MILLISECONDS.sleep(new SplittableRandom(seed).nextInt(5, 60));
        } finally {
            writer.destroyForcibly().waitFor();
        }
        float[] values = Objects.requireNonNull(SafeTensors.read(file).tensors().get("x"))
                .floats();
        float[] expected = new float[Writer.LENGTH];
        Arrays.fill(expected, values[0]);
        assertTrue(Arrays.equals(expected, values), "versions are mixed");
    }

    /** Writes versions 1, 2, 3... of a file until it is killed, and says when the first is there. */
    static final class Writer {
        static final int LENGTH = 1 << 18;

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            float[] values = new float[LENGTH];
            for (int version = 1; ; version++) {
                Arrays.fill(values, version);
                SafeTensors.write(Path.of(arguments[0]), Map.of("x", Tensor.of(values, LENGTH)), Map.of());
                if (version == 1) {
                    System.out.print('1');
                    System.out.flush();
                }
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
