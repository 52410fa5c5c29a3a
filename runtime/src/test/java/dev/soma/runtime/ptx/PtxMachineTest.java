package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The machine as a whole. */
class PtxMachineTest {
    @Test
    void addsOne() {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load("""
                .version 7.0
                .target sm_70
                .address_size 64
                .visible .entry k(.param .u64 x, .param .u32 n)
                {
                    .reg .pred %p;
                    .reg .b32 %r<6>;
                    .reg .b64 %rd<4>;
                    ld.param.u64 %rd0, [x];
                    ld.param.u32 %r0, [n];
                    mov.u32 %r1, %ctaid.x;
                    mov.u32 %r2, %ntid.x;
                    mov.u32 %r3, %tid.x;
                    mad.lo.s32 %r4, %r1, %r2, %r3;
                    setp.ge.s32 %p, %r4, %r0;
                    @%p bra DONE;
                    mul.wide.s32 %rd1, %r4, 4;
                    add.s64 %rd2, %rd0, %rd1;
                    ld.global.u32 %r5, [%rd2];
                    add.s32 %r5, %r5, 1;
                    st.global.u32 [%rd2], %r5;
                DONE:
                    ret;
                }
                """);
        long x = machine.allocate(400);
        machine.fill(x, 7, 100);
        LaunchCounts counts = machine.launch(module, "k", Dim3.of(4), Dim3.of(32), x, 99);
        int[] result = machine.readInts(x, 100);
        assertEquals(8, result[98]);
        assertEquals(7, result[99]);
        assertEquals(13, counts.memory().sectorsRead());
        assertEquals(1, counts.divergentBranches());
    }
}
