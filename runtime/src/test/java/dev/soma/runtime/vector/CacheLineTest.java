package dev.soma.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheLineTest {
    private static final int ARRAYS = 64;

    @Test
    void arraysBeginAnywhereInALine() {
        Set<Integer> starts = new HashSet<>();
        for (int length = 1; length <= ARRAYS; length++) {
            int first = CacheLine.firstIn(MemorySegment.ofArray(new float[length]));
            assertTrue(first >= 0 && first < CacheLine.FLOATS, "first is " + first);
            assertEquals(0, first % 2, "objects are aligned to 8 bytes");
            starts.add(first);
        }
        boolean known = CacheLine.class.getModule().isNativeAccessEnabled();
        assertEquals(known, starts.size() > 1, "addresses are known: " + known + ", starts: " + starts);
    }

    @Test
    void scratchHasRoomFromItsStartOn() {
        LineScratch scratch = new LineScratch();
        for (int length : new int[] {1, 100, 10, 101}) {
            scratch.reserve(length);
            assertTrue(scratch.array.length - scratch.start >= length);
        }
    }
}
