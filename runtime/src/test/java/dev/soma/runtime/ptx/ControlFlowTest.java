package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches, loops, returns, calls and barriers. */
class ControlFlowTest {
    private static final int THREADS = 64;

    static Stream<FlowKernel> kernels() {
        return FlowKernel.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void storesWhatItShould(FlowKernel kernel) {
        check(kernel);
    }

    @Test
    void ptxasTakesAll() throws Exception {
        Ptxas.assertTakes(Stream.concat(
                kernels().map(FlowKernel::module),
                Stream.of(new RandomProgram(1).module(), new RandomProgram(2).module(), PARAMETER_FORM)));
    }

    private static LaunchCounts check(FlowKernel kernel) {
        return check(kernel.module(), kernel.expected());
    }

    private static LaunchCounts check(String text, IntUnaryOperator expected) {
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate("x", 4L * THREADS);
        LaunchCounts counts = machine.launch(machine.load(text), "k", Dim3.of(1), Dim3.of(THREADS), x);
        assertArrayEquals(IntStream.range(0, THREADS).map(expected).toArray(), machine.readInts(x, THREADS));
        return counts;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void drawnProgramsDoAsJavaDoes(long seed) {
        for (long i = 0; i < 20; i++) {
            RandomProgram program = new RandomProgram(100 * seed + i);
            check(program.module(), program::result);
        }
    }

    private static final String PARAMETER_FORM =
            Ptx.HEADER + """
            .func (.param .b32 result) twice(.param .b32 a, .param .b64 unused);
            .func (.param .b32 result) twice(.param .b32 a, .param .b64 unused)
            {
                .reg .b32 %r<3>;
                .reg .pred %p;
                ld.param.u32 %r0, [a];
                setp.gt.s32 %p, %r0, 10;
                @%p bra BIG;
                add.s32 %r1, %r0, %r0;
                st.param.b32 [result+0], %r1;
                ret;
            BIG:
                mov.u32 %r1, 1;
                st.param.b32 [result], %r1;
                ret;
            }
            """ + Ptx.entry("k", ".param .u64 x", Ptx.element() + """
            mov.u32 %r0, 77;
            setp.lt.s32 %p0, %r1, 20;
            @!%p0 bra SKIP;
            {
            .param .b32 given;
            .param .b64 other;
            .param .b32 taken;
            st.param.b32 [given], %r1;
            st.param.b64 [other], %rd1;
            call.uni (taken), twice, (given, other);
            ld.param.b32 %r0, [taken];
            }
            SKIP:
            st.global.u32 [%rd1], %r0;
            """);

    @Test
    void callsInParameterForm() {
        check(PARAMETER_FORM, t -> t < 20 ? t > 10 ? 1 : 2 * t : 77);
    }

    @Test
    void lanesThatExitInAFunctionAreGone() {
        String text = Ptx.HEADER + """
                .func leave(.reg .b32 a)
                {
                    .reg .pred %p;
                    setp.lt.s32 %p, a, 5;
                    @%p exit;
                    ret;
                }
                """ + Ptx.entry("k", ".param .u64 x", Ptx.element() + """
                st.global.u32 [%rd1], 1;
                call leave, (%r1);
                activemask.b32 %r0;
                st.global.u32 [%rd1], %r0;
                """);
        check(text, t -> t < 5 ? 1 : t < 32 ? 0xFFFF_FFE0 : -1);
    }

    @Test
    void countsDivergence() {
        LaunchCounts loops = check(FlowKernel.named("trip counts"));
        // in each warp every iteration but the last loses one lane
        assertEquals(62, loops.divergentBranches());
        LaunchCounts barriers = check(FlowKernel.named("barrier"));
        assertEquals(0, barriers.divergentBranches());
        assertEquals(4, barriers.barriers());
    }

    @Test
    void aLoopWithoutEndExceedsTheBudget() {
        PtxMachine machine = new PtxMachine();
        machine.budget(1000);
        PtxModule module = machine.load(Ptx.kernel("", "LOOP:\nbra LOOP;"));
        PtxException e = assertThrows(PtxException.class, () -> machine.launch(module, "k", Dim3.of(1), Dim3.of(32)));
        assertTrue(e.toString().contains("its budget of 1000 warp instructions"), e.toString());
    }

    @Test
    void threadsHaveThreeDimensions() {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(Ptx.kernel(".param .u64 x", """
                mov.u32 %r0, %ctaid.z;
                mov.u32 %r1, %nctaid.y;
                mov.u32 %r2, %ctaid.y;
                mad.lo.u32 %r0, %r0, %r1, %r2;
                mov.u32 %r1, %nctaid.x;
                mov.u32 %r2, %ctaid.x;
                mad.lo.u32 %r0, %r0, %r1, %r2;
                mov.u32 %r1, %ntid.z;
                mov.u32 %r2, %tid.z;
                mad.lo.u32 %r0, %r0, %r1, %r2;
                mov.u32 %r1, %ntid.y;
                mov.u32 %r2, %tid.y;
                mad.lo.u32 %r0, %r0, %r1, %r2;
                mov.u32 %r1, %ntid.x;
                mov.u32 %r2, %tid.x;
                mad.lo.u32 %r0, %r0, %r1, %r2;
                ld.param.u64 %rd0, [x];
                mul.wide.u32 %rd1, %r0, 4;
                add.u64 %rd1, %rd1, %rd0;
                st.global.u32 [%rd1], %r0;
                """));
        int n = 2 * 3 * 4 * 5 * 3 * 2;
        long x = machine.allocate(4L * n);
        machine.launch(module, "k", new Dim3(2, 3, 4), new Dim3(5, 3, 2), x);
        assertArrayEquals(IntStream.range(0, n).toArray(), machine.readInts(x, n));
    }
}
