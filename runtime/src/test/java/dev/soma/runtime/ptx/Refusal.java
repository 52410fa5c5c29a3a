package dev.soma.runtime.ptx;

import java.util.stream.Stream;

/** A statement that the machine refuses with a message that says {@code told}; {@code strict}: ptxas takes it. */
record Refusal(String statement, String told, boolean strict) {
    String module() {
        return Ptx.kernel(".param .u64 a, .param .u32 b", """
                .reg .u32 %%u<2>;
                .reg .s32 %%s<2>;
                .reg .u64 %%ud<2>;
                .shared .align 4 .b8 sh[64];
                .local .align 4 .b8 lo[64];
                %s
                """.formatted(statement));
    }

    @Override
    public String toString() {
        return statement;
    }

    private static Refusal wrong(String statement, String told) {
        return new Refusal(statement, told, false);
    }

    private static Refusal strict(String statement, String told) {
        return new Refusal(statement, told, true);
    }

    static Stream<Refusal> all() {
        return Stream.concat(invalid(), stricter());
    }

    /** What is no valid PTX. */
    private static Stream<Refusal> invalid() {
        return Stream.of(
                wrong("add.rn.f32 %u1, %f2, %f1;", "%u1 is declared .u32, the instruction wants .f32"),
                wrong("add.rn.f32 %f1, %f2, 1;", "the integer 1 where a float is wanted"),
                wrong("add.s32 %f1, %s1, %r1;", "%f1 is declared .f32, the instruction wants .s32"),
                wrong("add.s32 %r1, %s1, 0f3F800000;", "a float constant where .s32 is wanted"),
                wrong("add.s32 %r1, %r1, %rd1;", "%rd1 is declared .b64, the instruction wants .s32"),
                wrong("add.b32 %r1, %r1, %r1;", "expected one of .s32 .u32 .s64 .u64, found .b32"),
                wrong("add.s32 %r1, %r1;", "expected 3 operands, found 2"),
                wrong("add.s32 %r1, %r77, %r1;", "%r77 is not declared"),
                wrong("add.u32 %r1, %tid.x, %r1;", "%tid.x is not declared"),
                wrong("mov.u32 %f1, %r1;", "%f1 is declared .f32"),
                wrong("mov.u32 %r1, 0f3F800000;", "a float constant where .u32 is wanted"),
                wrong("mov.u64 %rd1, %tid.x;", "special registers have type .u32"),
                wrong("mov.b32 %r1, %rd1;", "%rd1 is declared .b64"),
                wrong("mov.b32 %p1, %r1;", "%p1 is declared .pred"),
                wrong("ld.global.f32 %f1, [%f2];", "%f2 is declared .f32, the instruction wants .u64"),
                wrong("ld.shared.f32 %f1, [%f1];", "%f1 is declared .f32"),
                wrong("ld.shared.f32 %u1, [sh+4];", "%u1 is declared .u32, the instruction wants .f32"),
                wrong("ld.global.u32 %f1, [%rd1];", "%f1 is declared .f32"),
                wrong("ld.global.v2.f32 %f1, [%rd1];", "the instruction moves 2 elements"),
                wrong("ld.global.v4.b64 {%rd1, %rd2, %rd3, %rd4}, [%rd1];", "at most 16 bytes"),
                wrong("ld.local.f32 %f1, [sh];", "sh is not in .local memory"),
                wrong("st.global.nc.f32 [%rd1], %f1;", "found .nc"),
                wrong("shl.b32 %r1, %r1, %rd1;", "%rd1 is declared .b64, the instruction wants .u32"),
                wrong("shr.u32 %f1, %r1, 3;", "%f1 is declared .f32"),
                wrong("popc.b64 %rd1, %rd1;", "%rd1 is declared .b64, the instruction wants .u32"),
                wrong("setp.lt.b32 %p1, %r1, %r2;", ".lt does not compare .b32"),
                wrong("setp.lo.s32 %p1, %r1, %r2;", ".lo does not compare .s32"),
                wrong("setp.equ.s32 %p1, %r1, %r2;", ".equ does not compare .s32"),
                wrong("setp.lt.s32 %r1, %r1, %r2;", "%r1 is declared .b32, the instruction wants .pred"),
                wrong("selp.u32 %f1, 1, 0, %p1;", "%f1 is declared .f32"),
                wrong("min.NaN.f32 %f1, %f2, %f3;", ".NaN needs sm_80"),
                wrong("fma.f32 %f1, %f2, %f3, %f4;", ".rn is missing"),
                wrong("div.f32 %f1, %f2, %f3;", ".rn is missing"),
                wrong("sqrt.f32 %f1, %f2;", ".rn is missing"),
                wrong("abs.u32 %r1, %r2;", "found .u32"),
                wrong("mul.s32 %r1, %r2, 3;", "expected one of .lo .hi .wide, found .s32"),
                wrong("mul.wide.u32 %r1, %r2, 3;", "%r1 is declared .b32, the instruction wants .u64"),
                wrong("mul.wide.s64 %rd1, %rd2, 3;", "found .s64"),
                wrong("cvt.s32.f32 %r1, %f1;", "floats convert with .rni, .rzi, .rmi or .rpi"),
                wrong("cvt.f32.s32 %f1, %r1;", "integers convert to floats with .rn"),
                wrong("cvt.rn.f32.u32 %f1, %tid.x;", "%tid.x is not declared"),
                wrong("cvt.u32.u64 %r1, sh;", "sh is not a register"),
                wrong("cvt.rzi.u32.u64 %r1, %rd1;", "without rounding"),
                wrong("vote.ballot.b32 %r1, %p1;", "vote needs .sync on sm_70"),
                wrong("shfl.sync.down.f32 %f1, %f2, 1, 31, -1;", "expected one of .b32, found .f32"),
                wrong("bar.sync 16;", "must be a constant from 0 to 15"),
                wrong("bra NOWHERE;", "the label NOWHERE is not in reach"),
                wrong("{\nINSIDE:\nmov.u32 %r1, 0;\n}\nbra INSIDE;", "the label INSIDE is not in reach"),
                wrong("TWICE:\nmov.u32 %r1, 0;\nTWICE:\nmov.u32 %r1, 0;", "the label TWICE stands twice"),
                wrong(".reg .b32 %r1;", "%r1 is declared twice"),
                wrong("call nothing, (%r1);", "the function nothing is not defined"),
                wrong("st.param.u32 [b], %r1;", "the kernel's parameter b is read only"),
                wrong("nonsense.u32 %r1;", "the instruction nonsense is not supported"),
                wrong("mov.u32 %r1, %r2", "expected"),
                wrong("mov.u32 %r1 %r2;", "expected ';', found '%r2'"),
                wrong(".local .align 3 .b8 odd[4];", "the alignment 3 is not a power of two"));
    }

    /** What ptxas takes, but what would make results depend on ptxas, or what the machine does not model. */
    private static Stream<Refusal> stricter() {
        return Stream.of(
                strict("add.f32 %f1, %f2, %f3;", ".rn is missing"),
                strict("mul.f32 %f1, %f2, %f3;", ".rn is missing"),
                strict("sub.rz.f32 %f1, %f2, %f3;", ".rn is missing"),
                strict("mul.rn.ftz.f32 %f1, %f2, %f3;", "found .ftz"),
                strict("div.approx.f32 %f1, %f2, %f3;", ".rn is missing"),
                strict("ex2.approx.f32 %f1, %f2;", "the instruction ex2 is not supported"),
                strict("min.ftz.f32 %f1, %f2, %f3;", "found .ftz"),
                strict("add.rn.f32 %f1, %f2, 1.0;", "expected a decimal or hexadecimal integer, found '1.0'"),
                strict("add.sat.s32 %r1, %r2, %r3;", "found .sat"),
                strict("mov.u32 %r1, 4294967296;", "has more than 32 bits"),
                strict("mov.u32 %r1, 010;", "010 is an octal constant"),
                strict("ld.global.u32 %rd2, [%rd1];", "%rd2 is declared .b64"),
                strict("ld.volatile.global.u32 %r2, [%rd1];", "found .volatile"),
                strict("ld.global.ca.u32 %r2, [%rd1];", "found .ca"),
                strict("ld.u32 %r2, [%rd1];", "found .u32"),
                strict("ld.param.u32 %r2, [a+4];", "a is declared .u64, the instruction accesses .u32 at offset 4"),
                strict("atom.global.add.u32 %r1, [%rd1], 1;", "the instruction atom is not supported"),
                strict("and.pred %p1, %p2, 1;", "expected a register of type .pred"),
                strict("cvt.rz.f32.s32 %f1, %r1;", "found .rz"),
                strict("cvt.f32.f32 %f1, %f2;", "floats convert with"),
                strict("lop3.b32 %r1, %r2, %r3, %r4, 256;", "must be a constant from 0 to 255"),
                strict("bar.sync 0, 64;", "expected 1 operands, found 2"),
                strict("bar.arrive 0, 64;", "only .sync barriers"),
                strict("@%p1 bar.sync 0;", "a barrier under a predicate"),
                strict(".reg .f64 %d;", "the type .f64 is not known"),
                strict(".reg .b16 %h;", "the type .b16 is not known"));
    }
}
