package dev.soma.runtime.ptxas;

import dev.soma.runtime.DeviceException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** NVIDIA's assembler, {@code ptxas}: a program of the CUDA toolkit that turns PTX to machine code of one architecture. */
public final class PtxAssembler {
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");
    private static final Pattern STACK = Pattern.compile("(\\d+) bytes stack frame");
    private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes spill");
    private static final int SECONDS = 120;

    private final Path program;

    private PtxAssembler(Path program) {
        this.program = program;
    }

    /** The assembler that is on the {@code PATH}, if there is one. */
    public static Optional<PtxAssembler> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Stream.of(Path.of(folder, "ptxas"), Path.of(folder, "ptxas.exe")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(PtxAssembler::new);
    }

    /**
     * Assembles one kernel.
     *
     * @throws DeviceException if the assembler rejects the text, with what it says
     */
    public Usage assemble(String ptx, GpuArchitecture architecture) {
        Path source = null;
        try {
            source = Files.createTempFile("soma", ".ptx");
            Files.writeString(source, ptx);
            return usage(run(source, architecture));
        } catch (IOException e) {
            throw new DeviceException("ptxas cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeviceException("interrupted while ptxas was running", e);
        } finally {
            if (source != null) {
                source.toFile().delete();
            }
        }
    }

    /** What the assembler says; its machine code is thrown away. */
    private String run(Path source, GpuArchitecture architecture) throws IOException, InterruptedException {
        Path code = Path.of(source + ".cubin");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--verbose",
                        "--gpu-name=" + architecture.target(),
                        "--output-file=" + code,
                        source.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        Files.deleteIfExists(code);
        if (!ended) {
            process.destroyForcibly();
            throw new DeviceException("ptxas did not end within " + SECONDS + " seconds");
        }
        if (process.exitValue() != 0) {
            throw new DeviceException("ptxas rejects the PTX for " + architecture.target() + ":\n" + said);
        }
        return said;
    }

    private static Usage usage(String said) {
        return new Usage(sum(REGISTERS, said), sum(SHARED, said), sum(STACK, said), sum(SPILLS, said));
    }

    private static int sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .mapToInt(result -> Integer.parseInt(result.group(1)))
                .sum();
    }
}
