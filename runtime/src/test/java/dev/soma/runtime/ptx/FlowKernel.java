package dev.soma.runtime.ptx;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** A kernel of one block of 64 threads, and what it stores for each thread; {@code %r1} is the thread, {@code %rd1} the address of its result. */
record FlowKernel(String name, String body, IntUnaryOperator expected) {
    String module() {
        return Ptx.kernel(".param .u64 x", Ptx.element() + body);
    }

    static FlowKernel named(String name) {
        return all().filter(kernel -> kernel.name.equals(name)).findAny().orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<FlowKernel> all() {
        return List.of(
                new FlowKernel("nested ifs", """
                mov.u32 %r0, 0;
                setp.lt.s32 %p0, %r1, 40;
                @!%p0 bra ELSE;
                and.b32 %r2, %r1, 1;
                setp.eq.s32 %p1, %r2, 0;
                @%p1 bra EVEN;
                mov.u32 %r0, 1;
                bra JOIN;
                EVEN:
                mov.u32 %r0, 2;
                bra JOIN;
                ELSE:
                mov.u32 %r0, 3;
                JOIN:
                shl.b32 %r0, %r0, 8;
                add.s32 %r0, %r0, %r1;
                st.global.u32 [%rd1], %r0;
                """, t -> ((t < 40 ? (t % 2 == 0 ? 2 : 1) : 3) << 8) + t),
                new FlowKernel("trip counts", """
                mov.u32 %r0, 0;
                mov.u32 %r2, %r1;
                LOOP:
                setp.eq.s32 %p0, %r2, 0;
                @%p0 bra DONE;
                add.s32 %r0, %r0, %r2;
                sub.s32 %r2, %r2, 1;
                bra LOOP;
                DONE:
                st.global.u32 [%rd1], %r0;
                """, t -> t * (t + 1) / 2),
                new FlowKernel("loop at the end", """
                mov.u32 %r0, 0;
                LOOP:
                add.s32 %r0, %r0, 3;
                setp.lt.s32 %p0, %r0, %r1;
                @%p0 bra LOOP;
                st.global.u32 [%rd1], %r0;
                """, t -> Math.max(3, (t + 2) / 3 * 3)),
                new FlowKernel("meets again", """
                setp.lt.s32 %p0, %r1, 7;
                @%p0 bra LOW;
                setp.gt.s32 %p1, %r1, 50;
                @%p1 bra MEET;
                mov.u32 %r2, 1;
                bra MEET;
                LOW:
                mov.u32 %r2, 2;
                MEET:
                activemask.b32 %r0;
                st.global.u32 [%rd1], %r0;
                """, t -> -1),
                new FlowKernel("meets after early return", """
                st.global.u32 [%rd1], %r1;
                setp.ge.s32 %p0, %r1, 16;
                @%p0 bra MEET;
                setp.lt.s32 %p1, %r1, 4;
                @!%p1 bra STAY;
                ret;
                STAY:
                mov.u32 %r2, 2;
                MEET:
                activemask.b32 %r0;
                st.global.u32 [%rd1], %r0;
                """, t -> t < 4 ? t : t < 32 ? 0xFFFF_FFF0 : -1),
                new FlowKernel("predicated return", """
                mov.u32 %r0, 5;
                st.global.u32 [%rd1], %r0;
                setp.gt.s32 %p0, %r1, 20;
                @%p0 exit;
                @!%p0 mov.u32 %r0, 6;
                st.global.u32 [%rd1], %r0;
                """, t -> t > 20 ? 5 : 6),
                new FlowKernel("scoped labels", """
                mov.u32 %r0, 0;
                {
                .reg .b32 %once;
                mov.u32 %once, 1;
                bra NEXT;
                add.s32 %r0, %r0, 100;
                NEXT:
                add.s32 %r0, %r0, %once;
                }
                {
                .reg .b32 %once;
                mov.u32 %once, 2;
                bra.uni NEXT;
                add.s32 %r0, %r0, 100;
                NEXT:
                add.s32 %r0, %r0, %once;
                }
                st.global.u32 [%rd1], %r0;
                """, t -> 3),
                new FlowKernel("barrier", """
                .shared .align 4 .b32 held[64];
                shl.b32 %r2, %r1, 2;
                mov.u32 %r3, held;
                add.s32 %r4, %r3, %r2;
                st.shared.u32 [%r4], %r1;
                bar.sync 0;
                sub.s32 %r5, 252, %r2;
                add.s32 %r5, %r3, %r5;
                ld.shared.u32 %r0, [%r5];
                barrier.sync 0;
                st.global.u32 [%rd1], %r0;
                """, t -> 63 - t),
                new FlowKernel("local array", """
                .local .align 8 .b8 own[16];
                st.local.u32 [own], %r1;
                st.local.u32 [own+4], 7;
                mov.u64 %rd2, own;
                ld.local.v2.u32 {%r2, %r3}, [%rd2];
                st.local.b64 [%rd2+8], %rd2;
                ld.local.b64 %rd3, [own+8];
                sub.s64 %rd3, %rd3, %rd2;
                cvt.u32.u64 %r4, %rd3;
                mad.lo.s32 %r0, %r2, %r3, %r4;
                st.global.u32 [%rd1], %r0;
                """, t -> 7 * t),
                new FlowKernel("votes", """
                and.b32 %r2, %r1, 3;
                setp.eq.s32 %p0, %r2, 0;
                vote.sync.ballot.b32 %r0, %p0, -1;
                vote.sync.any.pred %p1, %p0, 0xffffffff;
                vote.sync.all.pred %p2, !%p0, -1;
                vote.sync.uni.pred %p3, %p0, -1;
                selp.u32 %r3, 1, 0, %p1;
                add.s32 %r0, %r0, %r3;
                @%p2 add.s32 %r0, %r0, 100;
                @%p3 add.s32 %r0, %r0, 1000;
                st.global.u32 [%rd1], %r0;
                """, t -> 0x1111_1112),
                new FlowKernel("partial vote", """
                mov.u32 %r0, 9;
                setp.lt.s32 %p0, %r1, 8;
                @!%p0 bra SKIP;
                and.b32 %r2, %r1, 1;
                setp.eq.s32 %p1, %r2, 0;
                vote.sync.ballot.b32 %r0, %p1, 0xff;
                SKIP:
                st.global.u32 [%rd1], %r0;
                """, t -> t < 8 ? 0x55 : 9),
                new FlowKernel("shuffle down", """
                shfl.sync.down.b32 %r2|%p0, %r1, 4, 0x1f, -1;
                selp.u32 %r3, 1, 0, %p0;
                mad.lo.s32 %r0, %r2, 2, %r3;
                st.global.u32 [%rd1], %r0;
                """, t -> t % 32 < 28 ? 2 * (t + 4) + 1 : 2 * t),
                new FlowKernel("shuffle up in segments", """
                shfl.sync.up.b32 %r0, %r1, 2, 0x1800, -1;
                st.global.u32 [%rd1], %r0;
                """, t -> t % 8 >= 2 ? t - 2 : t),
                new FlowKernel("butterfly sum", """
                mov.u32 %r0, %r1;
                shfl.sync.bfly.b32 %r2, %r0, 16, 31, -1;
                add.s32 %r0, %r0, %r2;
                shfl.sync.bfly.b32 %r2, %r0, 8, 31, -1;
                add.s32 %r0, %r0, %r2;
                shfl.sync.bfly.b32 %r2, %r0, 4, 31, -1;
                add.s32 %r0, %r0, %r2;
                shfl.sync.bfly.b32 %r2, %r0, 2, 31, -1;
                add.s32 %r0, %r0, %r2;
                shfl.sync.bfly.b32 %r2, %r0, 1, 31, -1;
                add.s32 %r0, %r0, %r2;
                st.global.u32 [%rd1], %r0;
                """, t -> t < 32 ? 496 : 496 + 1024),
                new FlowKernel("shuffle idx", """
                and.b32 %r2, %r1, 3;
                shfl.sync.idx.b32 %r0, %r1, %r2, 31, -1;
                st.global.u32 [%rd1], %r0;
                """, t -> t / 32 * 32 + t % 4),
                new FlowKernel("specials", """
                mov.u32 %r2, %laneid;
                mov.u32 %r3, %warpid;
                mad.lo.s32 %r0, %r3, 32, %r2;
                mov.u32 %r4, %ntid.x;
                mad.lo.s32 %r0, %r4, 1000, %r0;
                mov.u32 %r4, %nctaid.x;
                mad.lo.s32 %r0, %r4, 100000, %r0;
                mov.u32 %r4, %lanemask_lt;
                popc.b32 %r4, %r4;
                sub.s32 %r4, %r4, %r2;
                add.s32 %r0, %r0, %r4;
                membar.cta;
                fence.acq_rel.gpu;
                st.global.u32 [%rd1], %r0;
                """, t -> 164_000 + t))
                .stream();
    }
}
