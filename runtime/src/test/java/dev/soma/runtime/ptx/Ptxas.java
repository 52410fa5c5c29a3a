package dev.soma.runtime.ptx;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** NVIDIA's assembler, where it is on the path: the second opinion on what is valid PTX. */
final class Ptxas {
    private Ptxas() {}

    private static Optional<Path> executable() {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, "ptxas");
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Skips the test where there is no ptxas. */
    static void assumePresent() {
        Assumptions.assumeTrue(executable().isPresent(), "ptxas is not on the PATH");
    }

    /** Fails with what ptxas says of the first text that it does not take; skips the test where there is no ptxas. */
    static void assertTakes(Stream<String> texts) throws IOException, InterruptedException {
        assumePresent();
        for (String text : texts.toList()) {
            Assertions.assertEquals("", complaint(text).orElse(""), text);
        }
    }

    /** What ptxas says against the text, or nothing where it assembles it. */
    static Optional<String> complaint(String text) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ptxas");
        Path source = Files.writeString(folder.resolve("k.ptx"), text);
        Path output = folder.resolve("k.cubin");
        try {
            Process process = new ProcessBuilder(
                            executable().orElseThrow().toString(),
                            "-arch=sm_70",
                            "-O0",
                            "-o",
                            output.toString(),
                            source.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(source);
            Files.deleteIfExists(folder);
        }
    }
}
