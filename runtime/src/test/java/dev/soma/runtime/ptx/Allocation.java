package dev.soma.runtime.ptx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array of global memory. It starts filled with {@link #POISON}, a NaN. */
final class Allocation {
    /** What memory holds before something is written. */
    static final int POISON = 0x7FA5_A5A5;

    private final long base;
    private final long bytes;
    private final String name;
    private final int[] words;
    private boolean freed;
    private @Nullable Usage usage;
    private @Nullable RaceShadow shadow;

    Allocation(String name, long base, long bytes) {
        this.name = name;
        this.base = base;
        this.bytes = bytes;
        this.words = new int[Math.toIntExact((bytes + 3) / 4)];
        Arrays.fill(words, POISON);
    }

    long base() {
        return base;
    }

    long bytes() {
        return bytes;
    }

    String name() {
        return name;
    }

    int[] words() {
        return words;
    }

    void free() {
        freed = true;
    }

    boolean isFreed() {
        return freed;
    }

    /** Whether all {@code size} bytes from {@code offset} on belong to this array, and it is not freed. */
    boolean holds(long offset, int size) {
        return offset >= 0 && offset + size <= bytes && !freed;
    }

    boolean isUsed() {
        return usage != null;
    }

    Usage usage() {
        if (usage == null) {
            usage = new Usage(words.length);
        }
        return usage;
    }

    void endOfLaunch() {
        usage = null;
    }

    RaceShadow shadow() {
        if (shadow == null) {
            shadow = new RaceShadow(words.length);
        }
        return shadow;
    }

    long load(long offset, PtxType type) {
        return Words.load(words, (int) (offset >>> 2), 1, (int) offset & 3, type);
    }

    void store(long offset, PtxType type, long value) {
        Words.store(words, (int) (offset >>> 2), 1, (int) offset & 3, type, value);
    }
}
