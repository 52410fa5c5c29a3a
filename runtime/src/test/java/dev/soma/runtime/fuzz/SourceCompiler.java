package dev.soma.runtime.fuzz;

import dev.soma.runtime.Kernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.spi.ToolProvider;

/** Compiles Java source with the JDK's own javac. */
final class SourceCompiler implements AutoCloseable {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac")
            .orElseThrow(() -> new IllegalStateException("this Java has no javac: run the tests with a JDK"));

    private final Path folder;
    private final URLClassLoader loader;

    private SourceCompiler(Path folder) throws MalformedURLException {
        this.folder = folder;
        this.loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, SourceCompiler.class.getClassLoader());
    }

    /** A compiler whose classes live until it is closed. */
    static SourceCompiler create() {
        try {
            return new SourceCompiler(Files.createTempDirectory("soma-fuzz"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The method {@code kernel} of a class; empty if javac refuses the source. */
    Optional<Kernel> compile(String name, String source) {
        try {
            Path file = folder.resolve(name + ".java");
            Files.writeString(file, source);
            PrintWriter messages = new PrintWriter(new StringWriter());
            int status = JAVAC.run(
                    messages,
                    messages,
                    "-g",
                    "-parameters",
                    "-proc:none",
                    "-nowarn",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString(),
                    file.toString());
            return status == 0 ? Optional.of(Kernel.of(loader.loadClass(name), "kernel")) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
