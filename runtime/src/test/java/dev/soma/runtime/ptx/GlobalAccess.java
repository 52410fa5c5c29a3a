package dev.soma.runtime.ptx;

import org.jspecify.annotations.Nullable;

/** What loads from and stores to global memory share: finding the array, the sectors of a warp instruction, races. */
abstract class GlobalAccess implements Operation.Plain {
    private static final int SECTOR_SHIFT = 5;

    final Access access;
    private final int size;
    private final long[] sectors = new long[Lanes.COUNT];
    /** Of each of the sectors, the words that lanes touched. */
    private final int[] words = new int[Lanes.COUNT];

    private int sectorCount;
    /** The array that the last lane found: most likely the next one's too. */
    private @Nullable Allocation last;

    GlobalAccess(Access access) {
        this.access = access;
        this.size = access.bytes();
    }

    final int size() {
        return size;
    }

    /** Begins a warp instruction. */
    final void begin() {
        sectorCount = 0;
    }

    final Allocation locate(Warp warp, int lane, long address) {
        access.checkAligned(warp, lane, address);
        Allocation array = last;
        if (array == null || !array.holds(address - array.base(), size)) {
            array = warp.launch().memory().find(address, size);
            if (array == null) {
                throw warp.fault(lane, warp.launch().memory().describe(address, size));
            }
            warp.launch().touch(array);
            last = array;
        } else if (!array.isUsed()) {
            warp.launch().touch(array);
        }
        return array;
    }

    /** Whether the sector of the address is the instruction's first access to it. */
    final boolean newSector(long address) {
        long sector = address >>> SECTOR_SHIFT;
        for (int i = sectorCount - 1; i >= 0; i--) {
            if (sectors[i] == sector) {
                return false;
            }
        }
        words[sectorCount] = 0;
        sectors[sectorCount++] = sector;
        return true;
    }

    /** How many bytes at the address, whose sector is known, no lane of the instruction has touched before, in whole words. */
    final int newBytes(long address) {
        long sector = address >>> SECTOR_SHIFT;
        int i = sectorCount - 1;
        while (sectors[i] != sector) {
            i--;
        }
        int first = (int) (address >>> 2) & 7;
        int touched = ((1 << Math.max(size >> 2, 1)) - 1) << first;
        int fresh = Integer.bitCount(touched & ~words[i]);
        words[i] |= touched;
        return fresh * Integer.BYTES;
    }

    static int sector(long offset) {
        return (int) (offset >>> SECTOR_SHIFT);
    }

    final void checkReadRace(Warp warp, int lane, Allocation array, long offset) {
        Launch launch = warp.launch();
        long me = warp.record(lane);
        int word = (int) (offset >>> 2);
        for (int i = 0; i < size; i += 4, word++) {
            long other = array.shadow().read(word, me, launch.firstStamp(), launch.blockStamp());
            if (other != 0) {
                throw race(warp, lane, array, word, "reads", "written", other);
            }
        }
    }

    final void checkWriteRace(Warp warp, int lane, Allocation array, long offset, int element, boolean same) {
        Launch launch = warp.launch();
        long me = warp.record(lane);
        int word = (int) (offset >>> 2);
        for (int i = 0; i < element; i += 4, word++) {
            long other = array.shadow().write(word, me, launch.firstStamp(), launch.blockStamp(), same);
            if (other != 0) {
                String done = array.shadow().isWrite(word, other) ? "written" : "read";
                throw race(warp, lane, array, word, "writes", done, other);
            }
        }
    }

    private static PtxException race(
            Warp warp, int lane, Allocation array, int word, String does, String done, long other) {
        return warp.fault(
                lane,
                "race: it " + does + " byte " + 4L * word + " of " + GlobalMemory.name(array) + ", which was " + done
                        + " by " + warp.launch().describe(other) + "; no barrier orders the two");
    }
}
