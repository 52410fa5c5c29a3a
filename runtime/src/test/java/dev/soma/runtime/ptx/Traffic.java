package dev.soma.runtime.ptx;

/**
 * Global memory traffic of a launch.
 *
 * @param loads warp instructions that load
 * @param stores warp instructions that store
 * @param bytesRead bytes that the lanes asked for; one that many lanes read counts for each
 * @param bytesWritten bytes that the lanes wrote
 * @param usedBytesRead bytes that the loads used of their sectors; one that many lanes of an instruction read counts once
 * @param usedBytesWritten the same of the stores
 * @param sectorsRead sectors of 32 bytes that the loads touched, each once for a warp instruction
 * @param sectorsWritten the same of the stores
 * @param uniqueSectorsRead sectors that the launch read at least once: the least that any cache must fetch
 * @param uniqueSectorsWritten the same of the stores
 */
public record Traffic(
        long loads,
        long stores,
        long bytesRead,
        long bytesWritten,
        long usedBytesRead,
        long usedBytesWritten,
        long sectorsRead,
        long sectorsWritten,
        long uniqueSectorsRead,
        long uniqueSectorsWritten) {

    /** Bytes of a sector. */
    static final int SECTOR = 32;

    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Bytes asked for by bytes moved, of the loads; above 1 where lanes share bytes. 0 without loads. */
    public double readEfficiency() {
        return sectorsRead == 0 ? 0 : (double) bytesRead / (sectorsRead * SECTOR);
    }

    /** Bytes written by bytes moved, of the stores. 0 without stores. */
    public double writeEfficiency() {
        return sectorsWritten == 0 ? 0 : (double) bytesWritten / (sectorsWritten * SECTOR);
    }

    /** The part of the sectors that the loads used, at most 1. 1 without loads. */
    public double usedOfReads() {
        return sectorsRead == 0 ? 1 : (double) usedBytesRead / (sectorsRead * SECTOR);
    }

    /** The part of the sectors that the stores wrote, at most 1. 1 without stores. */
    public double usedOfWrites() {
        return sectorsWritten == 0 ? 1 : (double) usedBytesWritten / (sectorsWritten * SECTOR);
    }

    /** Bytes of the sectors that the launch read or wrote at least once, those of reading and writing each: what memory must move. */
    public long uniqueBytes() {
        return (uniqueSectorsRead + uniqueSectorsWritten) * SECTOR;
    }

    /** Bytes of the sectors that the warps asked for. */
    public long askedBytes() {
        return (sectorsRead + sectorsWritten) * SECTOR;
    }

    /** Of both; an instruction that touches two arrays counts in both. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                loads + other.loads,
                stores + other.stores,
                bytesRead + other.bytesRead,
                bytesWritten + other.bytesWritten,
                usedBytesRead + other.usedBytesRead,
                usedBytesWritten + other.usedBytesWritten,
                sectorsRead + other.sectorsRead,
                sectorsWritten + other.sectorsWritten,
                uniqueSectorsRead + other.uniqueSectorsRead,
                uniqueSectorsWritten + other.uniqueSectorsWritten);
    }
}
