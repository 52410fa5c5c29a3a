package dev.soma.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The compiler's logs, written as the driver writes them. */
class JitLogTest {
    private static final int ROOM = 16 * 1024;

    @Test
    @SuppressWarnings("restricted")
    void twoLogsAtTwoPlacesWithTheirSizes() {
        try (Arena arena = Arena.ofConfined()) {
            JitLog log = new JitLog(arena);
            assertEquals("", log.information());
            assertEquals("", log.errors());
            assertArrayEquals(new int[] {3, 4, 5, 6}, log.options().toArray(ValueLayout.JAVA_INT));
            assertEquals(4, log.optionCount());
            long[] values = log.optionValues().toArray(ValueLayout.JAVA_LONG);
            assertEquals(ROOM, values[1]);
            assertEquals(ROOM, values[3]);
            MemorySegment.ofAddress(values[0]).reinterpret(ROOM).setString(0, "info : 8 registers\n");
            MemorySegment.ofAddress(values[2]).reinterpret(ROOM).setString(0, "error : line 7\n");
            assertEquals("info : 8 registers", log.information());
            assertEquals("error : line 7", log.errors());
        }
    }
}
