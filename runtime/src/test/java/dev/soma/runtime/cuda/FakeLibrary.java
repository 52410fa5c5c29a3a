package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The library of {@code fakecuda.c}: compiled with the machine's C compiler, loaded, and asked what it was called with. */
@SuppressWarnings("restricted")
final class FakeLibrary {
    private static final String SOURCE = "fakecuda.c";

    private static final long COMPILE_SECONDS = 60;

    private final SymbolLookup symbols;

    FakeLibrary(Path file) {
        symbols = SymbolLookup.libraryLookup(file, Arena.global());
        reset();
    }

    /** The C compiler on the path. */
    static Optional<Path> compiler() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "cc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where a CUDA toolkit has its {@code cuda.h}. */
    static Optional<Path> headers() {
        return Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda")
                .filter(Objects::nonNull)
                .map(home -> Path.of(home, "include"))
                .filter(folder -> Files.exists(folder.resolve("cuda.h")))
                .findFirst();
    }

    /** Compiles the library into a folder. Without a C compiler the test is skipped, but fails in continuous integration. */
    static Path compile(Path folder) throws IOException, InterruptedException {
        boolean required = Boolean.parseBoolean(System.getenv("CI"));
        assumeTrue(
                compiler().isPresent() || required, "no C compiler 'cc' on the path: the CUDA binding is not tested");
        Path library = folder.resolve("libfakecuda.so");
        cc(folder, "-shared", "-fPIC", "-o", library.toString());
        return library;
    }

    /** Fails unless the library's functions and constants are those of {@code cuda.h}. */
    static void compareWith(Path headers, Path folder) throws IOException, InterruptedException {
        cc(folder, "-fsyntax-only", "-DWITH_CUDA_H", "-I" + headers);
    }

    private static void cc(Path folder, String... options) throws IOException, InterruptedException {
        Path source = folder.resolve(SOURCE);
        try (InputStream in = FakeLibrary.class.getResourceAsStream(SOURCE)) {
            Files.write(source, Objects.requireNonNull(in).readAllBytes());
        }
        Path log = folder.resolve("cc.log");
        List<String> command = new ArrayList<>(
                List.of(compiler().orElseThrow().toString(), "-std=c11", "-Wall", "-Wextra", "-Werror"));
        command.addAll(List.of(options));
        command.add(source.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS), "cc takes too long");
        assertEquals(0, process.exitValue(), () -> read(log));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    SymbolLookup symbols() {
        return symbols;
    }

    /** As it was when it was loaded. */
    void reset() {
        call("fake_reset", FunctionDescriptor.ofVoid());
    }

    /** The calls since the reset, one a line, with what else the library wrote. */
    List<String> log() {
        MemorySegment text =
                (MemorySegment) Objects.requireNonNull(call("fake_log", FunctionDescriptor.of(ValueLayout.ADDRESS)));
        return text.reinterpret(Long.MAX_VALUE).getString(0).lines().toList();
    }

    /** Lets a function fail from now on. */
    void fail(String function, int result) {
        try (Arena arena = Arena.ofConfined()) {
            call(
                    "fake_fail",
                    FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    arena.allocateFrom(function),
                    result);
        }
    }

    private @Nullable Object call(String name, FunctionDescriptor type, Object... arguments) {
        try {
            return Linker.nativeLinker()
                    .downcallHandle(symbols.find(name).orElseThrow(), type)
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }
}
