package dev.soma.runtime.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies between buffers and the host's memory. Java arrays pass through a native block, since drivers take native memory. */
final class Staging implements AutoCloseable {
    /** Large enough for the driver's bandwidth, small enough to be kept. */
    private static final long BLOCK_BYTES = 4 << 20;

    // Java arrays are copied by elements: copies of bytes between a float[] and another segment go by wide words when
    // they are short, and JDK 25's compiled code was seen to lose such copies.
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;

    private final ClQueue queue;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment block = arena.allocate(BLOCK_BYTES, Long.BYTES);

    Staging(ClQueue queue) {
        this.queue = queue;
    }

    /** Copies a segment of whole words into a buffer, from a byte on. */
    void copyIn(MemorySegment source, long buffer, long offset) {
        if (source.isNative()) {
            if (source.byteSize() > 0) {
                queue.write(buffer, offset, source);
            }
            return;
        }
        for (long done = 0; done < source.byteSize(); ) {
            MemorySegment part = part(source.byteSize() - done);
            MemorySegment.copy(source, WORD, done, part, WORD, 0, part.byteSize() / Integer.BYTES);
            queue.write(buffer, offset + done, part);
            done += part.byteSize();
        }
    }

    /** Fills a segment of whole words from a buffer, from a byte on. */
    void copyOut(long buffer, long offset, MemorySegment target) {
        if (target.isNative()) {
            if (target.byteSize() > 0) {
                queue.read(buffer, offset, target);
            }
            return;
        }
        for (long done = 0; done < target.byteSize(); ) {
            MemorySegment part = part(target.byteSize() - done);
            queue.read(buffer, offset + done, part);
            MemorySegment.copy(part, WORD, 0, target, WORD, done, part.byteSize() / Integer.BYTES);
            done += part.byteSize();
        }
    }

    private MemorySegment part(long bytes) {
        return block.asSlice(0, Math.min(bytes, BLOCK_BYTES));
    }

    @Override
    public void close() {
        arena.close();
    }
}
