package dev.soma.runtime.tornado;

import dev.soma.runtime.Grid;

/** Has the members of TornadoVM's KernelContext that kernels use, and does what they mean: one work-item of a group of threads. */
public final class StandInContext {
    public final Integer globalIdx;
    public final Integer globalIdy;
    public final Integer globalIdz;
    public final Integer localIdx;
    public final Integer localIdy;
    public final Integer localIdz;
    public final Integer groupIdx;
    public final Integer groupIdy;
    public final Integer groupIdz;
    public final Integer globalGroupSizeX;
    public final Integer globalGroupSizeY;
    public final Integer globalGroupSizeZ;
    public final Integer localGroupSizeX;
    public final Integer localGroupSizeY;
    public final Integer localGroupSizeZ;

    private final StandInGroup group;
    private int allocations;

    StandInContext(Grid grid, StandInGroup group, int item) {
        this.group = group;
        localGroupSizeX = grid.localX();
        localGroupSizeY = grid.localY();
        localGroupSizeZ = grid.localZ();
        globalGroupSizeX = grid.globalX();
        globalGroupSizeY = grid.globalY();
        globalGroupSizeZ = grid.globalZ();
        localIdx = item % localGroupSizeX;
        localIdy = item / localGroupSizeX % localGroupSizeY;
        localIdz = item / localGroupSizeX / localGroupSizeY;
        int groupsX = globalGroupSizeX / localGroupSizeX;
        int groupsY = globalGroupSizeY / localGroupSizeY;
        groupIdx = group.number() % groupsX;
        groupIdy = group.number() / groupsX % groupsY;
        groupIdz = group.number() / groupsX / groupsY;
        globalIdx = groupIdx * localGroupSizeX + localIdx;
        globalIdy = groupIdy * localGroupSizeY + localIdy;
        globalIdz = groupIdz * localGroupSizeZ + localIdz;
    }

    public void localBarrier() {
        group.await();
    }

    public float[] allocateFloatLocalArray(int size) {
        return (float[]) group.local(allocations++, () -> new float[size]);
    }

    public int[] allocateIntLocalArray(int size) {
        return (int[]) group.local(allocations++, () -> new int[size]);
    }
}
