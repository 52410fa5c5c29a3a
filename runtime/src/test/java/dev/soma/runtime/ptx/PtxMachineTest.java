package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
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

    @Test
    void copiesSegments() {
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate("x", 16);
        MemorySegment given = MemorySegment.ofArray(new float[] {1, 2, 3});
        machine.write(x + 4, given);
        machine.copy(x + 4, x, 2);
        MemorySegment taken = MemorySegment.ofArray(new float[3]);
        machine.read(x, taken);
        assertArrayEquals(new float[] {1, 2, 2}, taken.toArray(ValueLayout.JAVA_FLOAT));
        assertArrayEquals(new float[] {1, 2, 2, 3}, machine.readFloats(x, 4));
        assertThrows(IllegalArgumentException.class, () -> machine.read(x, MemorySegment.ofArray(new byte[3])));
        assertThrows(PtxException.class, () -> machine.write(x + 8, given));
        assertThrows(PtxException.class, () -> machine.copy(x + 2, x, 1));
    }

    @Test
    void newMemoryHoldsNoNumber() {
        PtxMachine machine = new PtxMachine();
        assertTrue(Float.isNaN(machine.readFloats(machine.allocate(4), 1)[0]));
    }

    @Test
    void takesArgumentsAsBits() {
        PtxMachine machine = new PtxMachine();
        PtxModule module = machine.load(Ptx.kernel(".param .u64 x, .param .f32 a, .param .u32 n", """
                ld.param.u64 %rd0, [x];
                ld.param.f32 %f0, [a];
                ld.param.u32 %r0, [n];
                cvt.u64.u32 %rd1, %r0;
                st.global.f32 [%rd0], %f0;
                st.global.u64 [%rd0+8], %rd1;
                """));
        assertEquals(List.of(8, 4, 4), module.parameterBytes("k"));
        long x = machine.allocate(16);
        long[] bits = {x, Float.floatToRawIntBits(-2f) & 0xFFFF_FFFFL, 0xFFFF_FFFEL};
        machine.launchBits(module, "k", Dim3.of(1), Dim3.of(1), bits);
        assertEquals(-2f, machine.readFloats(x, 1)[0]);
        assertArrayEquals(new int[] {-2, 0}, machine.readInts(x + 8, 2));
    }

    @Test
    void repeatsItselfExactly() {
        assertEquals(countsOfSum(), countsOfSum());
    }

    private static LaunchCounts countsOfSum() {
        PtxMachine machine = new PtxMachine();
        long x = machine.allocate(256);
        return machine.launch(
                machine.load(FlowKernel.named("butterfly sum").module()), "k", Dim3.of(1), Dim3.of(64), x);
    }
}
