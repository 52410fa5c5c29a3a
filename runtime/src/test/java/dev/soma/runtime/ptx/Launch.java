package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One launch while it runs. */
final class Launch {
    private final Program program;
    private final Operation.@Nullable Plain[] plain;
    private final int[] guards;
    private final Dim3 grid;
    private final Dim3 block;
    private final long[] arguments;
    private final GlobalMemory memory;
    private final boolean checksRaces;
    private final long budget;
    private final Counters counters;
    private final Banks banks = new Banks();
    private final List<Allocation> touched = new ArrayList<>();
    private final long firstStamp;
    private long[] blockStamps = new long[64];
    private long stamp;
    private long issued;
    private int blockNumber;

    /** {@code firstStamp} is greater than every stamp of the launches before. */
    Launch(
            Program program,
            Dim3 grid,
            Dim3 block,
            long[] arguments,
            GlobalMemory memory,
            boolean checksRaces,
            long budget,
            long firstStamp) {
        this.program = program;
        this.plain = program.plain();
        this.guards = program.guards();
        this.grid = grid;
        this.block = block;
        this.arguments = arguments;
        this.memory = memory;
        this.checksRaces = checksRaces;
        this.budget = budget;
        this.counters = new Counters(plain.length);
        this.firstStamp = firstStamp;
        this.stamp = firstStamp;
    }

    /** Runs all blocks, one after another. */
    LaunchCounts run() {
        try {
            Block running = new Block(this);
            for (blockNumber = 0; blockNumber < grid.count(); blockNumber++) {
                stamp++;
                if (blockNumber == blockStamps.length) {
                    blockStamps = Arrays.copyOf(blockStamps, 2 * blockNumber);
                }
                blockStamps[blockNumber] = stamp;
                running.run();
            }
            return counters.result(program.code(), touched);
        } finally {
            touched.forEach(Allocation::endOfLaunch);
        }
    }

    Program program() {
        return program;
    }

    Operation.@Nullable Plain[] plain() {
        return plain;
    }

    int[] guards() {
        return guards;
    }

    long argument(int i) {
        return arguments[i];
    }

    GlobalMemory memory() {
        return memory;
    }

    Counters counters() {
        return counters;
    }

    Banks banks() {
        return banks;
    }

    boolean checksRaces() {
        return checksRaces;
    }

    int blockThreads() {
        return (int) block.count();
    }

    /** An array that the launch accesses for the first time. */
    void touch(Allocation array) {
        if (!array.isUsed()) {
            array.usage();
            touched.add(array);
        }
    }

    /** Counts an instruction that a warp issues. */
    void issue(Warp warp) {
        if (++issued > budget) {
            throw warp.fault(
                    0,
                    "the launch has issued its budget of " + budget
                            + " warp instructions: a loop without end, or the budget is too small");
        }
    }

    /** The number of the warp instruction that runs. */
    long issued() {
        return issued;
    }

    // time

    /** All warps of the block have met at a barrier. */
    void nextStretch() {
        stamp++;
    }

    long stamp() {
        return stamp;
    }

    long firstStamp() {
        return firstStamp;
    }

    long blockStamp() {
        return blockStamps[blockNumber];
    }

    // places

    /** The value of a special register. */
    int special(Special special, int warp, int lane) {
        int thread = warp * Lanes.COUNT + lane;
        return switch (special) {
            case TID_X -> thread % block.x();
            case TID_Y -> thread / block.x() % block.y();
            case TID_Z -> thread / block.x() / block.y();
            case NTID_X -> block.x();
            case NTID_Y -> block.y();
            case NTID_Z -> block.z();
            case CTAID_X -> blockNumber % grid.x();
            case CTAID_Y -> blockNumber / grid.x() % grid.y();
            case CTAID_Z -> blockNumber / grid.x() / grid.y();
            case NCTAID_X -> grid.x();
            case NCTAID_Y -> grid.y();
            case NCTAID_Z -> grid.z();
            case LANEID -> lane;
            case WARPID -> warp;
            case LANEMASK_EQ -> 1 << lane;
            case LANEMASK_LT -> (1 << lane) - 1;
            case LANEMASK_LE -> (2 << lane) - 1;
            case LANEMASK_GT -> -(2 << lane);
            case LANEMASK_GE -> -(1 << lane);
        };
    }

    int line(int position) {
        return program.code().get(position).line();
    }

    /** A thread of the running block, as text. */
    String thread(int number) {
        return thread(number, blockNumber);
    }

    private String thread(int number, int ofBlock) {
        return "thread " + block.position(number) + " of block " + grid.position(ofBlock);
    }

    /** An access of this launch, as text. */
    String describe(long record) {
        int found = Arrays.binarySearch(blockStamps, 0, blockNumber + 1, Stamps.stamp(record));
        int ofBlock = found >= 0 ? found : -found - 2;
        return thread(Stamps.thread(record), ofBlock) + " at line " + line(Stamps.position(record));
    }
}
