package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in a launch is told with line and thread. */
class FaultTest {
    private static final int WORDS = 64;

    static Stream<FaultCase> faults() {
        return FaultCase.all();
    }

    static Stream<FaultCase> races() {
        return FaultCase.all().filter(fault -> fault.told().getFirst().startsWith("race"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isTold(FaultCase fault) {
        PtxMachine machine = new PtxMachine();
        PtxException e = assertThrows(PtxException.class, () -> run(machine, fault));
        for (String told : fault.told()) {
            assertTrue(e.toString().contains(told), () -> "expected \"" + told + "\" in: " + e);
        }
    }

    @ParameterizedTest
    @MethodSource("races")
    void racesPassUnchecked(FaultCase fault) {
        PtxMachine machine = new PtxMachine();
        machine.checkRaces(false);
        assertTrue(run(machine, fault).totalWarpInstructions() > 0);
    }

    @Test
    void ptxasTakesAll() throws Exception {
        Ptxas.assertTakes(faults().map(FaultCase::module));
    }

    private static LaunchCounts run(PtxMachine machine, FaultCase fault) {
        long x = machine.allocate("x", 4L * WORDS);
        machine.fill(x, 0, WORDS);
        return machine.launch(machine.load(fault.module()), "k", Dim3.of(fault.grid()), Dim3.of(fault.block()), x);
    }

    @Test
    void aWarpMayWriteOneValueToOneWord() {
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate(4);
        machine.launch(machine.load(Ptx.kernel(".param .u64 x", """
                ld.param.u64 %rd0, [x];
                st.global.u32 [%rd0], 5;
                """)), "k", Dim3.of(1), Dim3.of(32), x);
        assertArrayEquals(new int[] {5}, machine.readInts(x, 1));
    }

    @Test
    void aBarrierOrdersReadsAndWritesOfABlock() {
        String text = Ptx.kernel(".param .u64 x", Ptx.element() + """
                st.global.u32 [%rd1], %r1;
                bar.sync 0;
                xor.b32 %r2, %r1, 63;
                mul.wide.u32 %rd2, %r2, 4;
                add.s64 %rd2, %rd0, %rd2;
                ld.global.u32 %r3, [%rd2];
                bar.sync 0;
                st.global.u32 [%rd1], %r3;
                """);
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate(4L * WORDS);
        PtxModule module = machine.load(text);
        // twice: a launch is a barrier too
        machine.launch(module, "k", Dim3.of(1), Dim3.of(WORDS), x);
        machine.launch(module, "k", Dim3.of(1), Dim3.of(WORDS), x);
        assertEquals(60, machine.readInts(x, WORDS)[3]);
    }

    @Test
    void useAfterFreeIsTold() {
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate("x", 64);
        machine.free(x);
        PtxModule module =
                machine.load(Ptx.kernel(".param .u64 x", "ld.param.u64 %rd0, [x];\nld.global.u32 %r0, [%rd0];"));
        PtxException e = assertThrows(PtxException.class, () -> machine.launch(module, "k", Dim3.of(1), Dim3.of(1), x));
        assertTrue(e.toString().contains("belong to array x (64 bytes at 0x"), e.toString());
        assertTrue(e.toString().contains("which is freed"), e.toString());
        assertThrows(PtxException.class, () -> machine.readInts(x, 1));
    }

    @Test
    void aWriteThatOverrunsIsTold() {
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate("x", 8);
        PtxException e = assertThrows(PtxException.class, () -> machine.write(x, new int[3]));
        assertTrue(e.toString().contains("end 4 bytes past the end of array x"), e.toString());
        assertThrows(PtxException.class, () -> machine.free(x + 4));
        assertThrows(IllegalArgumentException.class, () -> machine.allocate(0));
    }

    @Test
    void argumentsAndSizesAreChecked() {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(Ptx.HEADER + """
                .visible .entry k(.param .u64 x, .param .u32 n, .param .f32 a)
                .reqntid 32
                {
                    ret;
                }
                .visible .entry most(.param .b32 any)
                .maxntid 8, 8
                .minnctapersm 1
                {
                    ret;
                }
                """);
        Dim3 one = Dim3.of(1);
        Dim3 warp = Dim3.of(32);
        machine.launch(module, "k", one, warp, 1L, 2, 3f);
        machine.launch(module, "most", one, Dim3.of(64), 3f);
        told("k has 3 parameters, given 2", () -> machine.launch(module, "k", one, warp, 1L, 2));
        told("n has type .u32, given Float", () -> machine.launch(module, "k", one, warp, 1L, 2f, 3f));
        told("x has type .u64, given Integer", () -> machine.launch(module, "k", one, warp, 1, 2, 3f));
        told(
                "block is 64 x 1 x 1, but k declares .reqntid 32 x 1 x 1",
                () -> machine.launch(module, "k", one, Dim3.of(64), 1L, 2, 3f));
        told(
                "block is 65 x 1 x 1, but most declares .maxntid 8 x 8 x 1",
                () -> machine.launch(module, "most", one, Dim3.of(65), 1));
        told("expected at most 1024 threads", () -> machine.launch(module, "k", one, Dim3.of(1025), 1L, 2, 3f));
        told("grid is 0 x 1 x 1", () -> machine.launch(module, "k", Dim3.of(0), warp, 1L, 2, 3f));
        told("the module has no kernel z", () -> machine.launch(module, "z", one, warp));
        told("warpInstructions is 0", () -> machine.budget(0));
    }

    private static void told(String expected, Executable action) {
        RuntimeException e = assertThrows(RuntimeException.class, action);
        assertTrue(e.toString().contains(expected), e.toString());
    }
}
