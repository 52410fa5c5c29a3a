package dev.soma.runtime.ptxas;

import java.util.Locale;

/**
 * A generation of NVIDIA GPUs, and what one of its multiprocessors holds. Source: CUDA C++ Programming Guide, "Technical Specifications per
 * Compute Capability".
 */
public enum GpuArchitecture {
    /** Turing: T4, RTX 20. */
    SM_75(32, 16, 64 << 10, 0),
    /** Ampere: A100. */
    SM_80(64, 32, 164 << 10, 1 << 10),
    /** Ampere: RTX 30. */
    SM_86(48, 16, 100 << 10, 1 << 10),
    /** Hopper: H100. */
    SM_90(64, 32, 228 << 10, 1 << 10),
    /** Blackwell: B200. */
    SM_100(64, 32, 228 << 10, 1 << 10),
    /** Blackwell: RTX 50. */
    SM_120(48, 24, 100 << 10, 1 << 10);

    private static final int WARP = 32;
    private static final int REGISTERS = 64 << 10;
    private static final int REGISTERS_TOGETHER = 256;

    private final int warps;
    private final int blocks;
    private final int sharedBytes;
    private final int reservedBytes;

    GpuArchitecture(int warps, int blocks, int sharedBytes, int reservedBytes) {
        this.warps = warps;
        this.blocks = blocks;
        this.sharedBytes = sharedBytes;
        this.reservedBytes = reservedBytes;
    }

    /** Its name as a target of ptxas: {@code sm_90}. */
    public String target() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The share of a multiprocessor's warps that can be at work, from 0 to 1: its registers and its shared memory may not
     * be enough for all.
     *
     * @param usage of the kernel
     * @param localSize work-items of a group, at least 1
     */
    public double occupancy(Usage usage, int localSize) {
        int warpsOfBlock = Math.ceilDiv(localSize, WARP);
        int registersOfWarp = Math.ceilDiv(usage.registers() * WARP, REGISTERS_TOGETHER) * REGISTERS_TOGETHER;
        int byRegisters = REGISTERS / Math.max(registersOfWarp, 1) / warpsOfBlock;
        int byShared = sharedBytes / Math.max(usage.sharedBytes() + reservedBytes, 1);
        int resident = Math.min(Math.min(blocks, warps / warpsOfBlock), Math.min(byRegisters, byShared));
        return (double) resident * warpsOfBlock / warps;
    }
}
