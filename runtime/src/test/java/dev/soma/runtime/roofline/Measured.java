package dev.soma.runtime.roofline;

import dev.soma.runtime.cuda.MachineLaunch;
import dev.soma.runtime.ptx.LaunchCounts;
import dev.soma.runtime.ptx.Traffic;
import java.util.LinkedHashMap;
import java.util.Map;

/** The launches of one kernel in one operation, added up. */
final class Measured {
    private final Works.Work work;
    private final String kernel;
    private final Map<String, Traffic> arrays = new LinkedHashMap<>();
    private Cost least = Cost.NONE;
    private Traffic memory = LaunchCounts.NONE.memory();
    private int launches;
    private long warps;
    private long warpInstructions;
    private long bankConflicts;
    private long branches;
    private long divergentBranches;

    /** Of the kernel in the work. */
    Measured(Works.Work work, String kernel) {
        this.work = work;
        this.kernel = kernel;
    }

    void add(MachineLaunch launch, Cost leastOfLaunch) {
        LaunchCounts counts = launch.counts();
        launches++;
        least = least.plus(leastOfLaunch);
        memory = memory.plus(counts.memory());
        warps += launch.grid().groups() * Math.ceilDiv(launch.grid().localSize(), 32);
        warpInstructions += counts.totalWarpInstructions();
        bankConflicts += counts.bankConflicts();
        branches += counts.branches();
        divergentBranches += counts.divergentBranches();
        for (int i = 0; i < launch.arguments().size(); i++) {
            if (launch.kernel().argumentTypes().get(i).isArray()) {
                Traffic traffic = counts.array(launch.arguments().get(i));
                arrays.merge(launch.kernel().argumentName(i), traffic, Traffic::plus);
            }
        }
    }

    String work() {
        return work.name();
    }

    String kernel() {
        return kernel;
    }

    int launches() {
        return launches;
    }

    Cost least() {
        return least;
    }

    Traffic memory() {
        return memory;
    }

    boolean hasArray(String name) {
        return arrays.containsKey(name);
    }

    /** Traffic of an argument. */
    Traffic array(String name) {
        Traffic traffic = arrays.get(name);
        if (traffic == null) {
            throw new IllegalArgumentException(kernel + " has no array " + name);
        }
        return traffic;
    }

    /** The bytes that memory must move, each sector once a launch, by the least possible. */
    double moved() {
        return (double) memory.uniqueBytes() / least.bytes();
    }

    /** The bytes of the sectors that the warps ask for by the least possible. */
    double asked() {
        return (double) memory.askedBytes() / least.bytes();
    }

    /** Instructions that a warp issues. */
    double instructionsPerWarp() {
        return (double) warpInstructions / warps;
    }

    long warpInstructions() {
        return warpInstructions;
    }

    long divergentBranches() {
        return divergentBranches;
    }

    long bankConflicts() {
        return bankConflicts;
    }

    /** The part of the branches at which lanes part. */
    double divergence() {
        return branches == 0 ? 0 : (double) divergentBranches / branches;
    }

    /** The predicted time of this work, scaled to {@link Works#SCALED_IMAGES} images. */
    Gpu.Prediction predict(Gpu gpu) {
        return gpu.predict(work.scale() * memory.uniqueBytes(), work.scale() * least.flops());
    }

    /** The time to issue the instructions of this work, scaled likewise. */
    double issueSeconds(Gpu gpu) {
        return gpu.issueSeconds(work.scale() * warpInstructions);
    }

    @Override
    public String toString() {
        return work.name() + ", " + kernel;
    }
}
