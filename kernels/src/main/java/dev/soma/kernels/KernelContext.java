package dev.soma.kernels;

/**
 * A work-item's view of its launch: where it is, and what it shares with its work-group.
 *
 * <p>A kernel is a {@code public static void} method whose first parameter is a {@code KernelContext}. A launch runs it
 * once per work-item. Work-items are grouped in up to three dimensions; those of one work-group share local memory and
 * can wait for one another. The names are TornadoVM's, so that a kernel written for one runs on the other.
 *
 * <p>Devices set the fields; a kernel only reads them.
 */
public abstract class KernelContext {

    /** Position in the whole launch, dimension x. OpenCL: {@code get_global_id(0)}; PTX: {@code ctaid.x * ntid.x + tid.x}. */
    public int globalIdx;

    /** Position in the whole launch, dimension y. OpenCL: {@code get_global_id(1)}; PTX: {@code ctaid.y * ntid.y + tid.y}. */
    public int globalIdy;

    /** Position in the whole launch, dimension z. OpenCL: {@code get_global_id(2)}; PTX: {@code ctaid.z * ntid.z + tid.z}. */
    public int globalIdz;

    /** Position in the work-group, dimension x. OpenCL: {@code get_local_id(0)}; PTX: {@code tid.x}. */
    public int localIdx;

    /** Position in the work-group, dimension y. OpenCL: {@code get_local_id(1)}; PTX: {@code tid.y}. */
    public int localIdy;

    /** Position in the work-group, dimension z. OpenCL: {@code get_local_id(2)}; PTX: {@code tid.z}. */
    public int localIdz;

    /** The work-group's number, dimension x. OpenCL: {@code get_group_id(0)}; PTX: {@code ctaid.x}. */
    public int groupIdx;

    /** The work-group's number, dimension y. OpenCL: {@code get_group_id(1)}; PTX: {@code ctaid.y}. */
    public int groupIdy;

    /** The work-group's number, dimension z. OpenCL: {@code get_group_id(2)}; PTX: {@code ctaid.z}. */
    public int groupIdz;

    /** Work-items of the launch, dimension x. OpenCL: {@code get_global_size(0)}; PTX: {@code nctaid.x * ntid.x}. */
    public int globalGroupSizeX;

    /** Work-items of the launch, dimension y. OpenCL: {@code get_global_size(1)}; PTX: {@code nctaid.y * ntid.y}. */
    public int globalGroupSizeY;

    /** Work-items of the launch, dimension z. OpenCL: {@code get_global_size(2)}; PTX: {@code nctaid.z * ntid.z}. */
    public int globalGroupSizeZ;

    /** Work-items of a work-group, dimension x. OpenCL: {@code get_local_size(0)}; PTX: {@code ntid.x}. */
    public int localGroupSizeX;

    /** Work-items of a work-group, dimension y. OpenCL: {@code get_local_size(1)}; PTX: {@code ntid.y}. */
    public int localGroupSizeY;

    /** Work-items of a work-group, dimension z. OpenCL: {@code get_local_size(2)}; PTX: {@code ntid.z}. */
    public int localGroupSizeZ;

    /** For devices. */
    protected KernelContext() {}

    /**
     * Waits until every work-item of the work-group has come here; what they wrote to local and global memory before is
     * visible to the group after. Every work-item of the group must reach the same barrier.
     *
     * <p>OpenCL: {@code barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)}; PTX: {@code bar.sync 0}.
     */
    public abstract void localBarrier();

    /**
     * Allocates an array that the work-items of a work-group share; its contents are undefined at first. All work-items
     * must make the same allocations in the same order, outside loops and branches.
     *
     * <p>OpenCL: {@code __local float name[size]}; PTX: {@code .shared .f32 name[size]}.
     *
     * @param size number of elements; a compile-time constant
     */
    public abstract float[] allocateFloatLocalArray(int size);

    /**
     * Allocates an {@code int} array that the work-items of a work-group share, as {@link #allocateFloatLocalArray}.
     *
     * <p>OpenCL: {@code __local int name[size]}; PTX: {@code .shared .b32 name[size]}.
     *
     * @param size number of elements; a compile-time constant
     */
    public abstract int[] allocateIntLocalArray(int size);
}
