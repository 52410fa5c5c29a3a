package dev.soma.runtime.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Scratch memory that is kept between calls, outside the heap: it begins at a cache line and does not move. The garbage collector
 * frees it.
 */
final class AlignedMemory {
    private static final int LINE = CacheLine.FLOATS * Float.BYTES;

    private MemorySegment segment = MemorySegment.NULL;

    /** Memory of at least that many floats; what was in it may be lost. */
    MemorySegment reserve(int floats) {
        long bytes = (long) floats * Float.BYTES;
        if (segment.byteSize() < bytes) {
            segment = Arena.ofAuto().allocate(bytes, LINE);
        }
        return segment;
    }
}
