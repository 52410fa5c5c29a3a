package dev.soma.runtime.ptx;

/** What one launch does with one array of global memory. */
final class Usage {
    private final long[] sectorsSeenRead;
    private final long[] sectorsSeenWritten;
    private final long[] written;
    private final long[] constant;
    private long loads;
    private long stores;
    private long bytesRead;
    private long bytesWritten;
    private long usedBytesRead;
    private long usedBytesWritten;
    private long sectorsRead;
    private long sectorsWritten;
    private long uniqueRead;
    private long uniqueWritten;
    private long lastInstruction = -1;

    Usage(int words) {
        int sectors = (words + 7) / 8;
        this.sectorsSeenRead = new long[(sectors + 63) / 64];
        this.sectorsSeenWritten = new long[(sectors + 63) / 64];
        this.written = new long[(words + 63) / 64];
        this.constant = new long[(words + 63) / 64];
    }

    Traffic traffic() {
        return new Traffic(
                loads,
                stores,
                bytesRead,
                bytesWritten,
                usedBytesRead,
                usedBytesWritten,
                sectorsRead,
                sectorsWritten,
                uniqueRead,
                uniqueWritten);
    }

    /** A sector that a warp instruction, known by its number in the launch, loads from. */
    void readSector(int sector, long instruction) {
        sectorsRead++;
        uniqueRead += mark(sectorsSeenRead, sector);
        if (lastInstruction != instruction) {
            lastInstruction = instruction;
            loads++;
        }
    }

    /** A sector that a warp instruction stores to. */
    void writeSector(int sector, long instruction) {
        sectorsWritten++;
        uniqueWritten += mark(sectorsSeenWritten, sector);
        if (lastInstruction != instruction) {
            lastInstruction = instruction;
            stores++;
        }
    }

    /** Bytes that a lane asks for, and those of them that no lane of the instruction asked for before. */
    void readBytes(int bytes, int fresh) {
        bytesRead += bytes;
        usedBytesRead += fresh;
    }

    /** The same of the stores. */
    void writeBytes(int bytes, int fresh) {
        bytesWritten += bytes;
        usedBytesWritten += fresh;
    }

    /** Marks the word as read through the constant cache; whether the launch has written it. */
    boolean readConstant(int word) {
        mark(constant, word);
        return (written[word >> 6] >>> word & 1) != 0;
    }

    /** Marks the word as written; whether the launch has read it through the constant cache. */
    boolean write(int word) {
        mark(written, word);
        return (constant[word >> 6] >>> word & 1) != 0;
    }

    private static int mark(long[] bits, int i) {
        long bit = 1L << i;
        if ((bits[i >> 6] & bit) != 0) {
            return 0;
        }
        bits[i >> 6] |= bit;
        return 1;
    }
}
