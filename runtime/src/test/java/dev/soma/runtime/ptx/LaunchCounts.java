package dev.soma.runtime.ptx;

import java.util.Map;

/**
 * What a launch did.
 *
 * @param warpInstructions instructions that warps issued, by class
 * @param threadInstructions the same times the lanes that executed them
 * @param memory global memory traffic in all
 * @param arrays global memory traffic of each array that was touched, by its address
 * @param sharedAccesses warp instructions on shared memory
 * @param sharedWavefronts passes that they took
 * @param bankConflicts passes beyond the least possible
 * @param branches branches that warps executed
 * @param divergentBranches those whose lanes parted
 * @param barriers barriers that warps passed
 */
public record LaunchCounts(
        Map<OpClass, Long> warpInstructions,
        Map<OpClass, Long> threadInstructions,
        Traffic memory,
        Map<Long, Traffic> arrays,
        long sharedAccesses,
        long sharedWavefronts,
        long bankConflicts,
        long branches,
        long divergentBranches,
        long barriers) {

    /** Of a launch that did not run. */
    public static final LaunchCounts NONE =
            new LaunchCounts(Map.of(), Map.of(), Traffic.NONE, Map.of(), 0, 0, 0, 0, 0, 0);

    /** Warp instructions in all. */
    public long totalWarpInstructions() {
        return warpInstructions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Thread instructions in all. */
    public long totalThreadInstructions() {
        return threadInstructions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Warp instructions of a class. */
    public long warps(OpClass opClass) {
        return warpInstructions.getOrDefault(opClass, 0L);
    }

    /** Thread instructions of a class. */
    public long threads(OpClass opClass) {
        return threadInstructions.getOrDefault(opClass, 0L);
    }

    /** Traffic of the array at the address: none where the launch did not touch it. */
    public Traffic array(long address) {
        return arrays.getOrDefault(address, Traffic.NONE);
    }
}
