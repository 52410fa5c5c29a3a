package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    private static final long BOUND = 100;

    private final Memory memory = new Memory();
    private final MemoryPool pool = new MemoryPool(memory, BOUND);

    /** A device with room for 200 bytes, which frees nothing twice. */
    private static final class Memory implements DeviceMemory {
        static final long ROOM = 200;

        final Map<Long, Long> blocks = new HashMap<>();
        final List<Long> zeroed = new ArrayList<>();
        boolean failsToZero;
        int attempts;
        private long next = 1;

        @Override
        public long allocate(long bytes) {
            attempts++;
            if (used() + bytes > ROOM) {
                throw new DeviceMemoryException("full");
            }
            blocks.put(next, bytes);
            return next++;
        }

        @Override
        public void zero(long handle, long bytes) {
            assertEquals(blocks.get(handle), bytes, "bytes of a live block");
            if (failsToZero) {
                throw new DeviceMemoryException("full when first used");
            }
            zeroed.add(handle);
        }

        @Override
        public void free(long handle) {
            assertTrue(blocks.remove(handle) != null, "a live block");
        }

        long used() {
            return blocks.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    @Test
    void aBlockThatCameBackIsHandedOutAgainAsZeros() {
        long first = pool.take(40);
        pool.giveBack(first);
        assertEquals(40, pool.idleBytes());
        assertNotEquals(first, pool.take(41), "another size");
        assertEquals(first, pool.take(40));
        assertEquals(0, pool.idleBytes());
        assertEquals(List.of(1L, 2L, 1L), memory.zeroed);
        assertEquals(0, pool.frees());
    }

    @Test
    void nothingIsHandedOutTwice() {
        long first = pool.take(40);
        pool.giveBack(first);
        pool.giveBack(first);
        assertEquals(first, pool.take(40));
        assertNotEquals(first, pool.take(40));
    }

    @Test
    void moreThanTheBoundDoesNotLieIdle() {
        long first = pool.take(60);
        long second = pool.take(50);
        pool.giveBack(first);
        pool.giveBack(second);
        assertEquals(50, pool.idleBytes());
        assertEquals(1, pool.frees());
        long large = pool.take(120);
        pool.giveBack(large);
        assertEquals(0, memory.used());
        assertEquals(3, pool.frees());
    }

    @Test
    void idleBlocksMakeRoom() {
        pool.giveBack(pool.take(90));
        long block = pool.take(150);
        assertEquals(150, memory.used());
        assertEquals(3, memory.attempts);
        pool.giveBack(block);
    }

    @Test
    void aFullDeviceIsAnErrorAfterOneMoreAttempt() {
        long kept = pool.take(120);
        pool.giveBack(pool.take(50));
        memory.attempts = 0;
        assertThrows(DeviceMemoryException.class, () -> pool.take(81));
        assertEquals(2, memory.attempts);
        assertThrows(DeviceMemoryException.class, () -> pool.take(81));
        assertEquals(3, memory.attempts, "without idle blocks another attempt is useless");
        pool.giveBack(kept);
        assertEquals(81, memory.blocks.get(pool.take(81)));
    }

    @Test
    void aBlockThatFailsWhenItIsFirstUsedIsFreed() {
        memory.failsToZero = true;
        assertThrows(DeviceMemoryException.class, () -> pool.take(10));
        assertEquals(0, memory.used());
    }

    @Test
    void aDiscardedBlockIsFreed() {
        long block = pool.take(10);
        pool.discard(block);
        pool.discard(block);
        assertEquals(0, memory.used());
        assertEquals(1, pool.frees());
    }

    @Test
    void closingFreesAllOnce() {
        long taken = pool.take(10);
        pool.giveBack(pool.take(20));
        pool.close();
        assertEquals(0, memory.used());
        pool.giveBack(taken);
        pool.discard(taken);
        pool.close();
        assertEquals(0, pool.idleBytes());
    }
}
