package dev.soma.runtime.ptx;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The block that runs: its warps and its shared memory. One object serves all blocks of a launch in turn. */
final class Block {
    private final Launch launch;
    private final List<Warp> warps = new ArrayList<>();
    private final @Nullable ScratchMemory shared;
    private final @Nullable RaceShadow shadow;

    Block(Launch launch) {
        this.launch = launch;
        ArrayLayout layout = launch.program().shared();
        this.shared = layout.isEmpty() ? null : new ScratchMemory("shared", layout, 1);
        this.shadow = layout.isEmpty() || !launch.checksRaces() ? null : new RaceShadow(layout.words());
        for (int i = 0; i * Lanes.COUNT < launch.blockThreads(); i++) {
            warps.add(new Warp(launch, this, i));
        }
    }

    /** Runs the launch's current block to its end. */
    void run() {
        if (shared != null) {
            shared.clear();
        }
        warps.forEach(Warp::start);
        while (stretch()) {
            launch.nextStretch();
        }
    }

    /** Runs every warp to its next barrier or its end; whether all wait at one barrier. */
    private boolean stretch() {
        @Nullable Warp waiting = null;
        @Nullable Warp done = null;
        for (Warp warp : warps) {
            if (warp.run() == Warp.State.DONE) {
                done = warp;
            } else if (waiting == null) {
                waiting = warp;
            } else if (waiting.position() != warp.position()) {
                throw warp.fault(
                        0,
                        "the barriers of a block differ: " + launch.thread(warps.indexOf(waiting) * Lanes.COUNT)
                                + " waits at line " + launch.line(waiting.position()));
            }
        }
        if (waiting != null && done != null) {
            throw waiting.fault(
                    0,
                    "it waits at a barrier for " + launch.thread(warps.indexOf(done) * Lanes.COUNT)
                            + ", which left the kernel at line " + launch.line(done.lastExit()));
        }
        return waiting != null;
    }

    ScratchMemory shared() {
        if (shared == null) {
            throw new PtxException(launch.program().name() + ": it accesses shared memory, but declares none");
        }
        return shared;
    }

    void checkRead(Warp warp, int lane, int offset, int bytes) {
        if (shadow == null) {
            return;
        }
        for (int word = offset >> 2; word <= (offset + bytes - 1) >> 2; word++) {
            long other = shadow.read(word, warp.record(lane), launch.blockStamp(), launch.blockStamp());
            if (other != 0) {
                throw race(warp, lane, word, "reads", "written", other);
            }
        }
    }

    void checkWrite(Warp warp, int lane, int offset, int bytes, boolean same) {
        if (shadow == null) {
            return;
        }
        for (int word = offset >> 2; word <= (offset + bytes - 1) >> 2; word++) {
            long other = shadow.write(word, warp.record(lane), launch.blockStamp(), launch.blockStamp(), same);
            if (other != 0) {
                throw race(warp, lane, word, "writes", shadow.isWrite(word, other) ? "written" : "read", other);
            }
        }
    }

    private PtxException race(Warp warp, int lane, int word, String does, String done, long other) {
        return warp.fault(
                lane,
                "race: it " + does + " " + launch.program().shared().name(word) + ", which was " + done + " by "
                        + launch.describe(other) + "; no barrier orders the two");
    }
}
