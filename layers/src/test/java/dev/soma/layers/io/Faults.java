package dev.soma.layers.io;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Files that are not what they should be. */
final class Faults {
    private Faults() {}

    /** Reads a file. */
    @FunctionalInterface
    interface Reader {
        Object read(Path file) throws IOException;
    }

    /** Reading the file must fail with a message that names it and says what the parts say. */
    static void assertFormatException(Reader reader, Path file, String... parts) {
        FormatException fault = assertThrows(FormatException.class, () -> reader.read(file));
        String message = String.valueOf(fault.getMessage());
        assertTrue(message.startsWith(file + ": "), message);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + message + "' lacks '" + part + "'");
        }
    }

    /** Every part of a file from its start must be refused. */
    static void assertEveryTruncationIsRefused(Reader reader, Path file, byte[] content) throws IOException {
        for (int length = 0; length < content.length; length++) {
            Files.write(file, Arrays.copyOf(content, length));
            assertFormatException(reader, file);
        }
    }

    /** Whatever bytes change, a file is read or refused, and nothing else happens. */
    static void assertDamageIsReadOrRefused(Reader reader, Path file, byte[] content, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = content.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                reader.read(file);
            } catch (FormatException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.getMessage());
            }
        }
    }
}
