package dev.soma.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a measurement was made.
 *
 * @param processor the processor's name
 * @param processors processors that this JVM may use
 * @param system operating system and architecture
 * @param java version of the JVM
 * @param load processes that wanted to run in the last minute, before the measurement; negative if unknown
 */
record Machine(String processor, int processors, String system, String java, double load) {

    /** This machine, now. */
    static Machine here() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return new Machine(
                processorName().orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                system,
                Runtime.version().toString(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static Optional<String> processorName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty(); // not a Linux
        }
    }
}
