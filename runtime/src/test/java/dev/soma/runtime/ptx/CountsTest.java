package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What launches are counted to cost. */
class CountsTest {
    private static final int BYTES = 8192;

    /** A warp that loads from byte {@code first + tid * stride} of x, and stores what it loaded to y in order. */
    private static LaunchCounts load(String vector, String registers, int first, int stride) {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(
                Ptx.kernel(".param .u64 x, .param .u64 y, .param .u32 first, .param .u32 stride", """
                ld.param.u64 %%rd0, [x];
                ld.param.u64 %%rd3, [y];
                ld.param.u32 %%r2, [first];
                ld.param.u32 %%r3, [stride];
                mov.u32 %%r1, %%tid.x;
                mad.lo.u32 %%r4, %%r1, %%r3, %%r2;
                cvt.u64.u32 %%rd1, %%r4;
                add.u64 %%rd1, %%rd1, %%rd0;
                mul.wide.u32 %%rd2, %%r1, 4;
                add.u64 %%rd2, %%rd2, %%rd3;
                ld.global%s.f32 %s, [%%rd1];
                st.global.f32 [%%rd2], %%f0;
                """.formatted(
                                vector, registers)));
        long x = machine.allocate("x", BYTES);
        long y = machine.allocate("y", 128);
        LaunchCounts counts = machine.launch(module, "k", Dim3.of(1), Dim3.of(32), x, y, first, stride);
        assertEquals(counts.memory(), counts.array(x).plus(counts.array(y)));
        assertEquals(4, counts.array(y).sectorsWritten());
        assertEquals(128, counts.array(y).bytesWritten());
        assertEquals(1, counts.array(y).writeEfficiency());
        assertEquals(0, counts.array(x).stores());
        assertEquals(1, counts.array(x).loads());
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"0, 4, 4", "4, 4, 5", "32, 4, 4", "0, 8, 8", "0, 32, 32", "0, 128, 32", "0, 0, 1", "28, 0, 1"})
    void sectorsOfALoad(int first, int stride, int sectors) {
        LaunchCounts counts = load("", "%f0", first, stride);
        Traffic traffic = counts.memory();
        assertEquals(sectors, traffic.sectorsRead());
        assertEquals(sectors, traffic.uniqueSectorsRead());
        assertEquals(128, traffic.bytesRead());
        assertEquals(4.0 / sectors, traffic.readEfficiency());
        double used = stride == 0 ? 1.0 / 8 : 4.0 / sectors;
        assertEquals(used, traffic.usedOfReads());
    }

    @ParameterizedTest
    @CsvSource({
        ".v2, '{%f0, %f1}', 8, 8, 256",
        ".v4, '{%f0, %f1, %f2, %f3}', 16, 16, 512",
        ".nc.v4, '{%f0, %f1, %f2, %f3}', 32, 32, 512"
    })
    void sectorsOfAVector(String vector, String registers, int stride, int sectors, int bytes) {
        LaunchCounts counts = load(vector, registers, 0, stride);
        assertEquals(sectors, counts.memory().sectorsRead());
        assertEquals(bytes, counts.memory().bytesRead());
        assertEquals((double) bytes / (32 * sectors), counts.memory().usedOfReads());
    }

    @Test
    void uniqueSectorsCountOnce() {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(Ptx.kernel(".param .u64 x", Ptx.element() + """
                ld.global.f32 %f0, [%rd1];
                ld.global.f32 %f1, [%rd0];
                """));
        long x = machine.allocate("x", 256);
        LaunchCounts counts = machine.launch(module, "k", Dim3.of(3), Dim3.of(64), x);
        assertEquals(3 * (8 + 2), counts.memory().sectorsRead());
        assertEquals(8, counts.memory().uniqueSectorsRead());
        assertEquals(12, counts.memory().loads());
    }

    @Test
    void instructionsByClass() {
        LaunchCounts counts = load("", "%f0", 0, 4);
        assertEquals(4, counts.warps(OpClass.INTEGER));
        assertEquals(6, counts.warps(OpClass.MOVE));
        assertEquals(1, counts.warps(OpClass.LOAD_GLOBAL));
        assertEquals(32, counts.threads(OpClass.STORE_GLOBAL));
        assertEquals(13, counts.totalWarpInstructions());
        assertEquals(13 * 32, counts.totalThreadInstructions());
    }

    @Test
    void lanesThatArePredicatedOffDoNotCount() {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(Ptx.kernel("", """
                mov.u32 %r1, %tid.x;
                setp.lt.u32 %p0, %r1, 5;
                @%p0 add.s32 %r1, %r1, 1;
                """));
        LaunchCounts counts = machine.launch(module, "k", Dim3.of(1), Dim3.of(40));
        assertEquals(5, counts.threads(OpClass.INTEGER));
        assertEquals(2, counts.warps(OpClass.INTEGER));
        assertEquals(40, counts.threads(OpClass.MOVE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', %f0, 4, 1, 0",
        "'', %f0, 8, 2, 1",
        "'', %f0, 128, 32, 31",
        "'', %f0, 132, 1, 0",
        "'', %f0, 0, 1, 0",
        ".v2, '{%f0, %f1}', 8, 2, 0",
        ".v2, '{%f0, %f1}', 16, 4, 2",
        ".v4, '{%f0, %f1, %f2, %f3}', 16, 4, 0",
        ".v4, '{%f0, %f1, %f2, %f3}', 32, 8, 4"
    })
    void bankConflicts(String vector, String registers, int stride, int wavefronts, int conflicts) {
        PtxMachine machine = new PtxMachine();
        machine.checkRaces(false);
        PtxModule module = machine.load(Ptx.kernel("", """
                .shared .align 16 .f32 held[2048];
                mov.u32 %%r1, %%tid.x;
                mov.u32 %%r2, held;
                mad.lo.u32 %%r3, %%r1, %d, %%r2;
                mov.f32 %%f0, 0f00000000;
                mov.f32 %%f1, 0f00000000;
                mov.f32 %%f2, 0f00000000;
                mov.f32 %%f3, 0f00000000;
                st.shared%s.f32 [%%r3], %s;
                ld.shared%s.f32 %s, [%%r3];
                """.formatted(stride, vector, registers, vector, registers)));
        LaunchCounts counts = machine.launch(module, "k", Dim3.of(1), Dim3.of(32));
        assertEquals(2, counts.sharedAccesses());
        assertEquals(2L * wavefronts, counts.sharedWavefronts());
        assertEquals(2L * conflicts, counts.bankConflicts());
    }
}
