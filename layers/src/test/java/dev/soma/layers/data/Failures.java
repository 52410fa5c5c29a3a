package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.layers.io.FormatException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.function.Executable;

/** What a failure must say. */
final class Failures {
    private Failures() {}

    static void assertFormatException(Executable reading, String... parts) {
        assertParts(assertThrows(FormatException.class, reading), parts);
    }

    static void assertMissing(Executable reading, String... parts) {
        assertParts(assertThrows(NoSuchFileException.class, reading), parts);
    }

    static void assertParts(Throwable failure, String... parts) {
        String message = String.valueOf(failure.getMessage());
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + message + "' lacks '" + part + "'");
        }
    }
}
