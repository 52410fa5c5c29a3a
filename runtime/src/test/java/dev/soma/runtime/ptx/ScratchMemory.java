package dev.soma.runtime.ptx;

import java.util.Arrays;

/** Shared memory of a block, or local memory of a warp's lanes; knows which bytes were written. */
final class ScratchMemory {
    /** Where shared memory lies among generic addresses. */
    static final long SHARED_WINDOW = 0x7F00_0000_0000L;
    /** Where local memory does. */
    static final long LOCAL_WINDOW = 0x7E00_0000_0000L;

    private final String name;
    private final ArrayLayout layout;
    private final short[] owners;
    private final int lanes;
    private final int[] words;
    private final byte[] written;

    /** {@code lanes} memories of the same layout: 1 for shared memory. */
    ScratchMemory(String name, ArrayLayout layout, int lanes) {
        this.name = name;
        this.layout = layout;
        this.owners = layout.owners();
        this.lanes = lanes;
        this.words = new int[layout.words() * lanes];
        this.written = new byte[words.length];
        clear();
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(words, Allocation.POISON);
        Arrays.fill(written, (byte) 0);
    }

    int wordCount() {
        return layout.words();
    }

    /** The offset of the bytes in the memory; a fault if they do not lie in one array. */
    int locate(Warp warp, int lane, long address, int size) {
        long offset = address - ArrayLayout.BASE;
        long last = offset + size - 1;
        if (offset < 0 || last >= 4L * owners.length || !inOneArray((int) offset, (int) last, address, size)) {
            throw warp.fault(lane, layout.describe(name, address, size));
        }
        return (int) offset;
    }

    private boolean inOneArray(int first, int last, long address, int size) {
        int owner = owners[first >> 2];
        return owner >= 0 && owners[last >> 2] == owner && ((last & 3) == 3 || layout.holds(owner, address, size));
    }

    long load(Warp warp, int lane, int offset, PtxType type) {
        int word = offset >> 2;
        int index = index(word, lane);
        int bytes = byteMask(offset, type);
        boolean known = type.bits() == 64
                ? (written[index] & written[index + lanes]) == 0xF
                : (written[index] & bytes) == bytes;
        if (!known) {
            throw warp.fault(
                    lane,
                    "it reads " + type.bytes() + " bytes at " + name + " address " + (offset + ArrayLayout.BASE)
                            + ", to which nothing was written");
        }
        return Words.load(words, index, lanes, offset & 3, type);
    }

    /** The value without any check. */
    long peek(int lane, int offset, PtxType type) {
        return Words.load(words, index(offset >> 2, lane), lanes, offset & 3, type);
    }

    void store(int lane, int offset, PtxType type, long value) {
        int index = index(offset >> 2, lane);
        Words.store(words, index, lanes, offset & 3, type, value);
        written[index] |= (byte) byteMask(offset, type);
        if (type.bits() == 64) {
            written[index + lanes] = 0xF;
        }
    }

    private static int byteMask(int offset, PtxType type) {
        return type.bits() >= 32 ? 0xF : 1 << (offset & 3);
    }

    private int index(int word, int lane) {
        return lanes == 1 ? word : word * lanes + lane;
    }
}
