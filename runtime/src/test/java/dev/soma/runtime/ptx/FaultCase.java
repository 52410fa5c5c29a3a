package dev.soma.runtime.ptx;

import java.util.List;
import java.util.stream.Stream;

/**
 * A kernel that ptxas takes but that goes wrong when run, as {@code grid} blocks of {@code block} threads on an array {@code x} of 64
 * words; the message says all of {@code told}.
 */
record FaultCase(String name, int grid, int block, String body, List<String> told) {
    String module() {
        return Ptx.kernel(".param .u64 x", Ptx.element() + body);
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<FaultCase> all() {
        return Stream.concat(memory(), Stream.concat(races(), control()));
    }

    private static FaultCase fault(String name, int grid, int block, String body, String... told) {
        return new FaultCase(name, grid, block, body, List.of(told));
    }

    private static Stream<FaultCase> memory() {
        return Stream.of(
                fault(
                        "past the end",
                        1,
                        96,
                        "st.global.u32 [%rd1], %r1;",
                        "k, line 14 (st.global.u32 [%rd1], %r1;)",
                        "thread (64, 0, 0) of block (0, 0, 0)",
                        "end 4 bytes past the end of array x (256 bytes"),
                fault("before the start", 1, 1, "ld.global.f32 %f0, [%rd0+-8];", "start 8 bytes before array x"),
                fault(
                        "a vector past the end",
                        1,
                        1,
                        "ld.global.v4.f32 {%f0, %f1, %f2, %f3}, [%rd0+256];",
                        "the 16 bytes at 0x",
                        "end 16 bytes past the end"),
                fault("misaligned", 1, 1, "ld.global.u32 %r0, [%rd0+2];", "is not a multiple of 4"),
                fault("misaligned vector", 1, 1, "ld.global.v2.u32 {%r0, %r2}, [%rd0+4];", "is not a multiple of 8"),
                fault(
                        "past a shared array",
                        1,
                        1,
                        """
                        .shared .align 4 .f32 first[8];
                        .shared .align 4 .f32 second[8];
                        st.shared.f32 [first+32], 0f00000000;
                        st.shared.f32 [second], 0f00000000;
                        """,
                        "nearest is first (32 bytes at 1024), which they miss by 4 bytes past its end"),
                fault("before a shared array", 1, 1, """
                        .shared .align 4 .f32 only[8];
                        st.shared.f32 [only+-4], 0f00000000;
                        """, "which they miss by 4 bytes before its start"),
                fault(
                        "shared memory without a value",
                        1,
                        1,
                        """
                        .shared .align 4 .f32 held[8];
                        ld.shared.f32 %f0, [held+4];
                        """,
                        "it reads 4 bytes at shared address 1028, to which nothing was written"),
                fault("half a value in shared memory", 1, 1, """
                        .shared .align 8 .b8 held[8];
                        st.shared.u32 [held], 1;
                        ld.shared.u64 %rd2, [held];
                        """, "to which nothing was written"),
                fault("one byte of shared memory", 1, 1, """
                        .shared .align 4 .b8 held[6];
                        st.shared.u8 [held+5], 1;
                        ld.shared.u8 %r0, [held+5];
                        ld.shared.u8 %r0, [held+4];
                        """, "it reads 1 bytes at shared address 1028"),
                fault("bytes past a shared array", 1, 1, """
                        .shared .align 4 .b8 held[6];
                        st.shared.u8 [held+6], 1;
                        """, "which they miss by 1 bytes past its end"),
                fault(
                        "local memory without a value",
                        1,
                        40,
                        """
                        .local .align 4 .b8 own[8];
                        setp.ne.s32 %p0, %r1, 33;
                        @%p0 st.local.u32 [own], 1;
                        ld.local.u32 %r0, [own];
                        """,
                        "thread (33, 0, 0)",
                        "local address 1024, to which nothing was written"),
                fault(
                        "constant cache, then a write",
                        1,
                        64,
                        """
                        ld.global.nc.u32 %r0, [%rd1];
                        bar.sync 0;
                        st.global.u32 [%rd1], %r0;
                        """,
                        "the write of byte 0 of array x",
                        "which this launch reads with ld.global.nc"),
                fault(
                        "constant cache after a write",
                        2,
                        1,
                        """
                        mov.u32 %r0, %ctaid.x;
                        setp.eq.s32 %p0, %r0, 0;
                        @%p0 st.global.u32 [%rd0+8], %r0;
                        @!%p0 ld.global.nc.u32 %r2, [%rd0+8];
                        """,
                        "ld.global.nc reads byte 8 of array x",
                        "which this launch writes"));
    }

    private static Stream<FaultCase> races() {
        return Stream.of(
                fault(
                        "two warps write",
                        1,
                        64,
                        "st.global.u32 [%rd0], 1;",
                        "race: it writes byte 0 of array x",
                        "thread (32, 0, 0) of block (0, 0, 0)",
                        "which was written by thread (31, 0, 0) of block (0, 0, 0) at line 14"),
                fault(
                        "a warp writes different values",
                        1,
                        32,
                        "st.global.u32 [%rd0], %r1;",
                        "race: it writes",
                        "thread (1, 0, 0)",
                        "by thread (0, 0, 0)"),
                fault(
                        "two blocks write",
                        3,
                        1,
                        "st.global.u32 [%rd0+12], 5;",
                        "race: it writes byte 12",
                        "block (1, 0, 0)",
                        "by thread (0, 0, 0) of block (0, 0, 0)"),
                fault(
                        "a block reads what another wrote",
                        2,
                        1,
                        """
                        mov.u32 %r0, %ctaid.x;
                        setp.eq.s32 %p0, %r0, 0;
                        @%p0 st.global.u32 [%rd0], 5;
                        @!%p0 ld.global.u32 %r0, [%rd0];
                        """,
                        "race: it reads byte 0",
                        "which was written by thread (0, 0, 0) of block (0, 0, 0) at line 16"),
                fault(
                        "a block writes what an earlier one read",
                        3,
                        1,
                        """
                        mov.u32 %r0, %ctaid.x;
                        setp.lt.s32 %p0, %r0, 2;
                        ld.global.u32 %r2, [%rd0];
                        bar.sync 0;
                        @!%p0 st.global.u32 [%rd0], 5;
                        """,
                        "race: it writes byte 0",
                        "which was read by thread (0, 0, 0) of block (1, 0, 0) at line 16"),
                fault(
                        "a read and a write without barrier",
                        1,
                        64,
                        """
                        .shared .align 4 .u32 held[64];
                        shl.b32 %r2, %r1, 2;
                        mov.u32 %r3, held;
                        add.s32 %r4, %r2, %r3;
                        st.shared.u32 [%r4], %r1;
                        xor.b32 %r5, %r2, 4;
                        add.s32 %r5, %r5, %r3;
                        ld.shared.u32 %r0, [%r5];
                        """,
                        "race: it reads byte 4 of held",
                        "which was written by thread (1, 0, 0)",
                        "at line 18"),
                fault(
                        "a write after a read without barrier",
                        1,
                        64,
                        """
                        .shared .align 4 .u32 held[64];
                        shl.b32 %r2, %r1, 2;
                        mov.u32 %r3, held;
                        add.s32 %r4, %r2, %r3;
                        st.shared.u32 [%r4], %r1;
                        bar.sync 0;
                        ld.shared.u32 %r0, [held+12];
                        st.shared.u32 [%r4], %r0;
                        """,
                        "race: it writes byte 12 of held",
                        "which was read by thread (",
                        "at line 20"));
    }

    private static Stream<FaultCase> control() {
        return Stream.of(
                fault(
                        "a barrier that a part of a warp reaches",
                        1,
                        32,
                        """
                        setp.lt.s32 %p0, %r1, 5;
                        @%p0 bra SKIP;
                        bar.sync 0;
                        SKIP:
                        mov.u32 %r0, 1;
                        """,
                        "line 16 (bar.sync 0;)",
                        "only a part of the warp reaches the barrier",
                        "thread (0, 0, 0) of block (0, 0, 0) is at line 18"),
                fault(
                        "a barrier after lanes left",
                        1,
                        32,
                        """
                        setp.ge.s32 %p0, %r1, 30;
                        @%p0 ret;
                        bar.sync 0;
                        """,
                        "thread (30, 0, 0) of block (0, 0, 0) left the kernel, the last at line 15"),
                fault(
                        "a barrier after a warp left",
                        1,
                        64,
                        """
                        setp.ge.s32 %p0, %r1, 32;
                        @%p0 ret;
                        bar.sync 0;
                        """,
                        "line 16 (bar.sync 0;)",
                        "for thread (32, 0, 0) of block (0, 0, 0), which left the kernel at line 15"),
                fault(
                        "two barriers",
                        1,
                        64,
                        """
                        setp.ge.s32 %p0, %r1, 32;
                        @%p0 bra HIGH;
                        bar.sync 0;
                        bra DONE;
                        HIGH:
                        bar.sync 0;
                        DONE:
                        mov.u32 %r0, 1;
                        """,
                        "line 19 (bar.sync 0;)",
                        "the barriers of a block differ",
                        "waits at line 16"),
                fault("lanes of a bra.uni part", 1, 32, """
                        setp.ge.s32 %p0, %r1, 3;
                        @%p0 bra.uni DONE;
                        mov.u32 %r0, 1;
                        DONE:
                        mov.u32 %r0, 2;
                        """, "the lanes of a bra.uni part"),
                fault(
                        "a vote that not all reach",
                        1,
                        32,
                        """
                        setp.ge.s32 %p0, %r1, 3;
                        @%p0 bra DONE;
                        vote.sync.any.pred %p1, %p0, -1;
                        DONE:
                        mov.u32 %r0, 2;
                        """,
                        "the member mask 0xffffffff and the lanes that execute the instruction, 0x7, differ"),
                fault(
                        "a shuffle from a lane that is not there",
                        1,
                        32,
                        """
                        setp.ge.s32 %p0, %r1, 3;
                        @%p0 bra DONE;
                        shfl.sync.idx.b32 %r0, %r1, 9, 31, 7;
                        DONE:
                        mov.u32 %r0, 2;
                        """,
                        "the shuffle reads lane 9, which does not take part"),
                fault("trap", 1, 32, """
                        setp.eq.s32 %p0, %r1, 3;
                        @%p0 trap;
                        """, "thread (3, 0, 0)", "the kernel trapped"),
                fault("division by zero", 1, 32, """
                        sub.s32 %r2, %r1, 3;
                        div.s32 %r0, %r1, %r2;
                        """, "thread (3, 0, 0)", "division of 3 by zero"));
    }
}
