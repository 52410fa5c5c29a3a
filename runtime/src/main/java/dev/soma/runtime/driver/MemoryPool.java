package dev.soma.runtime.driver;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The blocks of one device. A block that comes back is kept for the next request of its size, since drivers take long to
 * allocate; when more lie idle than the bound allows, or the device is out of memory, all idle blocks are freed.
 */
public final class MemoryPool implements AutoCloseable {
    private final DeviceMemory memory;
    private final long bound;
    private final Map<Long, ArrayDeque<Long>> idle = new HashMap<>();
    private final Map<Long, Long> taken = new HashMap<>();
    private long idleBytes;
    private long frees;
    private boolean closed;

    /**
     * A pool without blocks.
     *
     * @param memory where blocks come from
     * @param bound bytes that may lie idle
     */
    public MemoryPool(DeviceMemory memory, long bound) {
        this.memory = memory;
        this.bound = bound;
    }

    /**
     * A block of zeros.
     *
     * @throws DeviceMemoryException if there is no room, even without the idle blocks
     */
    public long take(long bytes) {
        ArrayDeque<Long> fitting = idle.get(bytes);
        if (fitting != null && !fitting.isEmpty()) {
            long handle = fitting.pop();
            idleBytes -= bytes;
            taken.put(handle, bytes);
            memory.zero(handle, bytes);
            return handle;
        }
        try {
            return create(bytes);
        } catch (DeviceMemoryException full) {
            if (idleBytes == 0) {
                throw full;
            }
            trim();
            return create(bytes);
        }
    }

    /** Takes a block back, to hand it out again. */
    public void giveBack(long handle) {
        Long bytes = taken.remove(handle);
        if (closed || bytes == null) {
            return;
        }
        if (idleBytes + bytes > bound) {
            trim();
        }
        if (bytes > bound) {
            free(handle);
            return;
        }
        idle.computeIfAbsent(bytes, size -> new ArrayDeque<>()).push(handle);
        idleBytes += bytes;
    }

    /** Takes a block back and frees it: others may know its handle. */
    public void discard(long handle) {
        if (taken.remove(handle) != null && !closed) {
            free(handle);
        }
    }

    /** Frees the idle blocks. */
    public void trim() {
        idle.values().forEach(blocks -> blocks.forEach(this::free));
        idle.clear();
        idleBytes = 0;
    }

    /** Bytes that lie idle. */
    public long idleBytes() {
        return idleBytes;
    }

    /** How many blocks have been freed so far: while it stays the same, a handle means the same block. */
    public long frees() {
        return frees;
    }

    /** Frees all blocks, those handed out too. Blocks that come back later are ignored. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            trim();
            taken.keySet().forEach(this::free);
            taken.clear();
        }
    }

    private long create(long bytes) {
        long handle = memory.allocate(bytes);
        try {
            memory.zero(handle, bytes);
        } catch (RuntimeException e) {
            free(handle);
            throw e;
        }
        taken.put(handle, bytes);
        return handle;
    }

    private void free(long handle) {
        frees++;
        memory.free(handle);
    }
}
