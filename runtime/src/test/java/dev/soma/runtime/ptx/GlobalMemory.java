package dev.soma.runtime.ptx;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All arrays of global memory, freed ones too: addresses are never used again, so a use after free is seen. */
final class GlobalMemory {
    private static final long FIRST = 0x7_0000_0000L;
    private static final int ALIGNMENT = 256;
    private static final long GAP = 1 << 20;

    private final TreeMap<Long, Allocation> arrays = new TreeMap<>();
    private long next = FIRST;

    Allocation allocate(String name, long bytes) {
        Allocation allocation = new Allocation(name, next, bytes);
        arrays.put(next, allocation);
        next += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + GAP;
        return allocation;
    }

    /** The array that holds the bytes, or null. */
    @Nullable
    Allocation find(long address, int size) {
        Map.Entry<Long, Allocation> entry = arrays.floorEntry(address);
        return entry != null && entry.getValue().holds(address - entry.getKey(), size) ? entry.getValue() : null;
    }

    /** What is wrong with bytes that no living array holds. */
    String describe(long address, int size) {
        String bytes = "the " + size + " bytes at 0x" + Long.toHexString(address);
        Map.Entry<Long, Allocation> below = arrays.floorEntry(address);
        Map.Entry<Long, Allocation> above = arrays.higherEntry(address);
        if (below == null && above == null) {
            return bytes + " belong to no array: nothing is allocated";
        }
        long past = below == null
                ? Long.MAX_VALUE
                : Math.max(address + size - below.getKey() - below.getValue().bytes(), 0);
        long before = above == null ? Long.MAX_VALUE : above.getKey() - address;
        if (below != null && past <= before) {
            Allocation array = below.getValue();
            if (array.isFreed() && past == 0) {
                return bytes + " belong to " + name(array) + ", which is freed";
            }
            return bytes + " end " + past + " bytes past the end of " + name(array);
        }
        if (above == null) {
            throw new IllegalStateException("one of both neighbours exists");
        }
        return bytes + " start " + before + " bytes before " + name(above.getValue());
    }

    /** An array in messages. */
    static String name(Allocation array) {
        return "array " + array.name() + " (" + array.bytes() + " bytes at 0x" + Long.toHexString(array.base()) + ")";
    }

    Iterable<Allocation> all() {
        return arrays.values();
    }
}
