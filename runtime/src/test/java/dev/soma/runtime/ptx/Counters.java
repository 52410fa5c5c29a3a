package dev.soma.runtime.ptx;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts a launch while it runs. */
final class Counters {
    /** Times that warps executed the instruction at a position. */
    final long[] warps;
    /** Times that lanes did. */
    final long[] lanes;

    long sharedAccesses;
    long sharedWavefronts;
    long bankConflicts;
    long divergentBranches;

    Counters(int instructions) {
        this.warps = new long[instructions];
        this.lanes = new long[instructions];
    }

    LaunchCounts result(List<Instruction> code, List<Allocation> touched) {
        Map<OpClass, Long> warpInstructions = new EnumMap<>(OpClass.class);
        Map<OpClass, Long> threadInstructions = new EnumMap<>(OpClass.class);
        long branches = 0;
        long barriers = 0;
        for (int i = 0; i < warps.length; i++) {
            if (warps[i] > 0) {
                warpInstructions.merge(code.get(i).opClass(), warps[i], Long::sum);
                threadInstructions.merge(code.get(i).opClass(), lanes[i], Long::sum);
                branches += code.get(i).operation() instanceof Operation.Branch ? warps[i] : 0;
                barriers += code.get(i).operation() instanceof Operation.Barrier ? warps[i] : 0;
            }
        }
        Map<Long, Traffic> arrays = new LinkedHashMap<>();
        Traffic memory = Traffic.NONE;
        for (Allocation allocation : touched) {
            Traffic traffic = allocation.usage().traffic();
            arrays.put(allocation.base(), traffic);
            memory = memory.plus(traffic);
        }
        return new LaunchCounts(
                warpInstructions,
                threadInstructions,
                memory,
                arrays,
                sharedAccesses,
                sharedWavefronts,
                bankConflicts,
                branches,
                divergentBranches,
                barriers);
    }
}
