package dev.soma.runtime.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Device memory that is the host's, at made-up addresses with gaps between the allocations. */
final class FakeMemory {
    private static final long FIRST_ADDRESS = 0x7F0000000000L;
    private static final long GAP = 4096;
    private static final byte UNDEFINED = 0x55;

    private final TreeMap<Long, MemorySegment> allocations = new TreeMap<>();
    private long next = FIRST_ADDRESS;

    /** An address or an allocation that does not exist. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    long allocate(long bytes) {
        long base = next;
        next += Math.ceilDiv(bytes, GAP) * GAP + GAP;
        allocations.put(base, Arena.ofAuto().allocate(bytes, Long.BYTES).fill(UNDEFINED));
        return base;
    }

    void free(long base) {
        if (allocations.remove(base) == null) {
            throw new Fault();
        }
    }

    /** The allocation around an address. */
    CudaDriver.AddressRange range(long address) {
        Map.@Nullable Entry<Long, MemorySegment> entry = allocations.floorEntry(address);
        if (entry == null || address >= entry.getKey() + entry.getValue().byteSize()) {
            throw new Fault();
        }
        return new CudaDriver.AddressRange(entry.getKey(), entry.getValue().byteSize());
    }

    /** The bytes from an address on. */
    MemorySegment at(long address, long bytes) {
        CudaDriver.AddressRange range = range(address);
        if (address + bytes > range.base() + range.bytes()) {
            throw new Fault();
        }
        MemorySegment allocation = allocations.get(range.base());
        if (allocation == null) {
            throw new Fault();
        }
        return allocation.asSlice(address - range.base(), bytes);
    }

    /** All bytes from an address to the end of its allocation. */
    MemorySegment from(long address) {
        CudaDriver.AddressRange range = range(address);
        return at(address, range.base() + range.bytes() - address);
    }

    long bytes() {
        return allocations.values().stream().mapToLong(MemorySegment::byteSize).sum();
    }

    int count() {
        return allocations.size();
    }
}
