package dev.soma.runtime.ptxas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Occupancies worked out by hand. */
class OccupancyTest {
    @ParameterizedTest
    @CsvSource({
        // 8 warps a block: 8 blocks fill 64 warps; 32 * 32 = 1024 registers a warp
        "SM_90, 32, 0, 256, 1.0",
        // 40 * 32 = 1280 registers a warp: 51 warps, 6 blocks
        "SM_90, 40, 0, 256, 0.75",
        // 33 registers are given as 40
        "SM_90, 33, 0, 256, 0.75",
        // 49 KiB and 1 KiB of 228 KiB: 4 blocks
        "SM_90, 32, 50176, 256, 0.5",
        // 16 blocks of one warp each, of 32 warps
        "SM_75, 32, 0, 32, 0.5",
        // 24 blocks of 48 warps, half a warp each
        "SM_120, 16, 0, 16, 0.5",
        // 255 registers are given as 256: 8 warps
        "SM_80, 255, 0, 256, 0.125",
    })
    void isTheShareOfWarpsThatFit(GpuArchitecture gpu, int registers, int sharedBytes, int localSize, double share) {
        assertEquals(share, gpu.occupancy(new Usage(registers, sharedBytes, 0, 0), localSize), 1e-9);
    }
}
