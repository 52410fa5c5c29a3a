package dev.soma.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.catalog.Kernels;
import dev.soma.runtime.catalog.SmallCasesOnOpenCl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All kernels under Oclgrind, which interprets them and sees every access beyond an array, every data race and every wrong
 * call of OpenCL. It is an OpenCL driver, loaded by a JVM of its own.
 */
class OclgrindTest {
    private static final String LIBRARY = "liboclgrind-rt-icd.so";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void noKernelRacesOrLeavesItsArrays() throws IOException {
        Path log = folder.resolve("log");
        List<String> lines = run(log, List.of(), SmallCasesOnOpenCl.class);
        assertEquals("", Files.readString(log), "Oclgrind's report");
        assertEquals(
                Kernels.all().stream().map(Kernels::name).collect(Collectors.toSet()),
                lines.stream().filter(line -> line.matches("[a-z0-9-]+")).collect(Collectors.toSet()),
                "kernels that were launched");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "racesOnGlobalMemory, data race at global memory",
        "racesOnLocalMemory, data race at local memory",
        "writesBehindTheEnd, Invalid write of size 4",
        "readsBeforeTheStart, Invalid read of size 4"
    })
    void faultsAreReported(String kernel, String report) throws IOException {
        Path log = folder.resolve("log");
        run(log, List.of("-Dsoma.test.kernel=" + kernel), FaultyKernels.class);
        String text = Files.readString(log);
        assertTrue(text.contains(report) && text.contains(kernel), text);
    }

    private static List<String> run(Path log, List<String> options, Class<?> main) throws IOException {
        Optional<Path> library = find();
        if (!OpenClTests.required()) {
            assumeTrue(library.isPresent(), "Oclgrind is not installed: apt-get install oclgrind");
        }
        assertTrue(library.isPresent(), "Oclgrind is not installed: apt-get install oclgrind");
        List<String> all =
                Stream.concat(Stream.of("-Dsoma.cache=off"), options.stream()).toList();
        return ChildProcess.run(
                Map.of(
                        "OCL_ICD_VENDORS",
                        library.get().toString(),
                        "OCLGRIND_LOG",
                        log.toString(),
                        "OCLGRIND_DATA_RACES",
                        "1",
                        "OCLGRIND_CHECK_API",
                        "1",
                        // its interpreter lacks what the optimiser makes of rotations
                        "OCLGRIND_BUILD_OPTIONS",
                        "-cl-opt-disable"),
                all,
                main);
    }

    private static Optional<Path> find() throws IOException {
        for (String parent : new String[] {"/usr/lib", "/usr/local/lib", "/usr/lib64", "/opt/oclgrind/lib"}) {
            Path start = Path.of(parent);
            if (!Files.isDirectory(start)) {
                continue;
            }
            try (Stream<Path> files = Files.find(start, 3, (path, _) -> path.endsWith(LIBRARY))) {
                Optional<Path> found = files.findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
