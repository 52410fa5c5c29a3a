package dev.soma.app;

import dev.soma.layers.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The files of a run. Each is written beside its place and renamed. */
record RunFolder(Path path) {

    /** The checkpoint that is meant by a file or the folder of a run. */
    static Path checkpoint(Path fileOrFolder) {
        return Files.isDirectory(fileOrFolder) ? new RunFolder(fileOrFolder).checkpoint() : fileOrFolder;
    }

    /** The network and its optimizer after the last epoch. */
    Path checkpoint() {
        return path.resolve("checkpoint.safetensors");
    }

    /** The folded network. */
    Path folded() {
        return path.resolve("folded.safetensors");
    }

    /** {@code metrics.csv}, {@code metrics.json} and the curves. */
    void write(RunSettings settings, History history) throws IOException {
        StringBuilder csv =
                new StringBuilder("epoch,trainLoss,trainAccuracy,testLoss,testAccuracy,seconds,samplesPerSecond");
        history.last()
                .firingRates()
                .keySet()
                .forEach(layer -> csv.append(",firingRate.").append(layer));
        csv.append('\n');
        for (History.Row row : history.rows()) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%.6f,%.5f,%.6f,%.5f,%.3f,%.1f",
                    row.epoch(),
                    row.trainLoss(),
                    row.trainAccuracy(),
                    row.testLoss(),
                    row.testAccuracy(),
                    row.seconds(),
                    row.samplesPerSecond()));
            row.firingRates().values().forEach(rate -> csv.append(String.format(Locale.ROOT, ",%.5f", rate)));
            csv.append('\n');
        }
        writeText("metrics.csv", csv.toString());
        writeText("metrics.json", Json.indented(new Metrics(settings, history)));
        Charts.write(path, history);
    }

    /** Writes a text file. */
    void writeText(String name, String text) throws IOException {
        AtomicFile.write(path.resolve(name), channel -> {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    private record Metrics(RunSettings settings, History history) {}
}
