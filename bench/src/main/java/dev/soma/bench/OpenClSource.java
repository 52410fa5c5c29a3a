package dev.soma.bench;

import dev.soma.runtime.opencl.OpenClDevice;
import dev.soma.runtime.opencl.SourceKernel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The kernels in OpenCL C that come with the benchmarks: {@code NAME.cl} has the function {@code NAME}. */
final class OpenClSource {
    private OpenClSource() {}

    /** Builds one of them and sets its arguments. */
    static SourceKernel compile(OpenClDevice device, String name, Object... arguments) {
        SourceKernel kernel = device.compile(name, text(name), arguments.length);
        kernel.set(arguments);
        return kernel;
    }

    private static String text(String name) {
        String file = name + ".cl";
        try (InputStream resource = OpenClSource.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
