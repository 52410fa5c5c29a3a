package dev.soma.runtime.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Where the driver's PTX compiler writes what it has to say, with the options ({@code CUjit_option}) that tell it so. The
 * value of an option is as wide as a pointer: an address, or a number in its place.
 */
final class JitLog {
    private static final int BYTES = 16 * 1024;

    private static final int INFO_LOG_BUFFER = 3;
    private static final int INFO_LOG_BUFFER_SIZE_BYTES = 4;
    private static final int ERROR_LOG_BUFFER = 5;
    private static final int ERROR_LOG_BUFFER_SIZE_BYTES = 6;
    private static final int OPTIONS = 4;

    private final MemorySegment information;
    private final MemorySegment errors;
    private final MemorySegment options;
    private final MemorySegment optionValues;

    /** Empty logs that live as long as the arena. */
    JitLog(Arena arena) {
        information = arena.allocate(BYTES);
        errors = arena.allocate(BYTES);
        options = arena.allocateFrom(
                JAVA_INT, INFO_LOG_BUFFER, INFO_LOG_BUFFER_SIZE_BYTES, ERROR_LOG_BUFFER, ERROR_LOG_BUFFER_SIZE_BYTES);
        optionValues = arena.allocate(ADDRESS, OPTIONS);
        optionValues.setAtIndex(ADDRESS, 0, information);
        optionValues.setAtIndex(ADDRESS, 1, MemorySegment.ofAddress(BYTES));
        optionValues.setAtIndex(ADDRESS, 2, errors);
        optionValues.setAtIndex(ADDRESS, 3, MemorySegment.ofAddress(BYTES));
    }

    int optionCount() {
        return OPTIONS;
    }

    MemorySegment options() {
        return options;
    }

    MemorySegment optionValues() {
        return optionValues;
    }

    /** What the compiler wrote about errors. */
    String errors() {
        return text(errors);
    }

    /** What else the compiler wrote. */
    String information() {
        return text(information);
    }

    /** Up to the first 0, or all: a full buffer need not end with one. */
    private static String text(MemorySegment log) {
        byte[] bytes = log.toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    }
}
