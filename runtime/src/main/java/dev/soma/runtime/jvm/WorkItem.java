package dev.soma.runtime.jvm;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.Grid;

/** The context of one work-item at a time. */
final class WorkItem extends KernelContext {
    private final Grid grid;
    private final LocalMemory local;
    private final Runnable barrier;
    private int allocations;

    WorkItem(Grid grid, LocalMemory local, Runnable barrier) {
        this.grid = grid;
        this.local = local;
        this.barrier = barrier;
        globalGroupSizeX = grid.globalX();
        globalGroupSizeY = grid.globalY();
        globalGroupSizeZ = grid.globalZ();
        localGroupSizeX = grid.localX();
        localGroupSizeY = grid.localY();
        localGroupSizeZ = grid.localZ();
    }

    /** Becomes the work-item {@code number} of the group {@code group}, both counted with x fastest. */
    void moveTo(long group, int number) {
        int groupsX = grid.globalX() / grid.localX();
        int groupsY = grid.globalY() / grid.localY();
        groupIdx = (int) (group % groupsX);
        groupIdy = (int) (group / groupsX % groupsY);
        groupIdz = (int) (group / groupsX / groupsY);
        localIdx = number % grid.localX();
        localIdy = number / grid.localX() % grid.localY();
        localIdz = number / grid.localX() / grid.localY();
        globalIdx = groupIdx * grid.localX() + localIdx;
        globalIdy = groupIdy * grid.localY() + localIdy;
        globalIdz = groupIdz * grid.localZ() + localIdz;
        allocations = 0;
    }

    @Override
    public void localBarrier() {
        barrier.run();
    }

    @Override
    public float[] allocateFloatLocalArray(int size) {
        return local.floats(allocations++, size);
    }

    @Override
    public int[] allocateIntLocalArray(int size) {
        return local.ints(allocations++, size);
    }

    @Override
    public String toString() {
        return "(" + globalIdx + ", " + globalIdy + ", " + globalIdz + ")";
    }
}
