package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What failures say. */
final class Failures {
    private Failures() {}

    /** The message of the exception that code throws. */
    static String message(Class<? extends Throwable> type, Executable code) {
        return String.valueOf(assertThrows(type, code).getMessage());
    }

    /** Fails unless code throws an exception whose message contains all these. */
    static void assertFails(Class<? extends Throwable> type, Executable code, String... parts) {
        String message = message(type, code);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
        }
    }
}
