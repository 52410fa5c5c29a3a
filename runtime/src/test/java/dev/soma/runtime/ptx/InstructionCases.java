package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.InstructionCase.floats;
import static dev.soma.runtime.ptx.InstructionCase.ints;
import static dev.soma.runtime.ptx.InstructionCase.longs;
import static dev.soma.runtime.ptx.InstructionCase.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Arithmetic, logic, comparisons and conversions with their meaning in Java. */
final class InstructionCases {
    private static final long LOW = 0xFFFF_FFFFL;

    private InstructionCases() {}

    static List<InstructionCase> all() {
        List<InstructionCase> cases = new ArrayList<>();
        integers(cases);
        floatsAndConversions(cases);
        bits(cases);
        fields(cases);
        comparisons(cases);
        moves(cases);
        return cases;
    }

    private static void integers(List<InstructionCase> to) {
        to.add(ints("add.s32 %r0, %r1, %r2;", (a, b, c) -> a + b));
        to.add(ints("add.u32 %r0, %r1, -7;", (a, b, c) -> a - 7));
        to.add(longs("add.s64 %rd0, %rd1, %rd2;", (a, b, c) -> a + b));
        to.add(ints("sub.s32 %r0, %r1, %r2;", (a, b, c) -> a - b));
        to.add(longs("sub.u64 %rd0, %rd1, %rd2;", (a, b, c) -> a - b));
        to.add(ints("mul.lo.s32 %r0, %r1, %r2;", (a, b, c) -> (int) ((long) a * b)));
        to.add(longs("mul.lo.u64 %rd0, %rd1, %rd2;", (a, b, c) -> a * b));
        to.add(ints("mul.hi.s32 %r0, %r1, %r2;", (a, b, c) -> ((long) a * b) >> 32));
        to.add(ints("mul.hi.u32 %r0, %r1, %r2;", (a, b, c) -> ((a & LOW) * (b & LOW)) >>> 32));
        to.add(longs(
                "mul.hi.s64 %rd0, %rd1, %rd2;",
                (a, b, c) -> BigInteger.valueOf(a)
                        .multiply(BigInteger.valueOf(b))
                        .shiftRight(64)
                        .longValue()));
        to.add(longs(
                "mul.hi.u64 %rd0, %rd1, %rd2;",
                (a, b, c) -> unsigned(a).multiply(unsigned(b)).shiftRight(64).longValue()));
        to.add(longs("mul.wide.s32 %rd0, %r1, %r2;", (a, b, c) -> (long) (int) a * (int) b));
        to.add(longs("mul.wide.u32 %rd0, %r1, %r2;", (a, b, c) -> (a & LOW) * (b & LOW)));
        to.add(ints("mad.lo.s32 %r0, %r1, %r2, %r3;", (a, b, c) -> a * b + c));
        to.add(longs("mad.lo.s64 %rd0, %rd1, %rd2, %rd3;", (a, b, c) -> a * b + c));
        to.add(ints("mad.hi.u32 %r0, %r1, %r2, %r3;", (a, b, c) -> (((a & LOW) * (b & LOW)) >>> 32) + c));
        to.add(longs("mad.wide.s32 %rd0, %r1, %r2, %rd3;", (a, b, c) -> (long) (int) a * (int) b + c));
        to.add(longs("mad.wide.u32 %rd0, %r1, %r2, %rd3;", (a, b, c) -> (a & LOW) * (b & LOW) + c));
        to.add(ints("or.b32 %r2, %r2, 1;\ndiv.s32 %r0, %r1, %r2;", (a, b, c) -> a / (b | 1)));
        to.add(ints("or.b32 %r2, %r2, 1;\nrem.s32 %r0, %r1, %r2;", (a, b, c) -> a % (b | 1)));
        to.add(ints("or.b32 %r2, %r2, 1;\ndiv.u32 %r0, %r1, %r2;", (a, b, c) -> Integer.divideUnsigned(a, b | 1)));
        to.add(ints("or.b32 %r2, %r2, 1;\nrem.u32 %r0, %r1, %r2;", (a, b, c) -> Integer.remainderUnsigned(a, b | 1)));
        to.add(longs("or.b64 %rd2, %rd2, 1;\ndiv.s64 %rd0, %rd1, %rd2;", (a, b, c) -> a / (b | 1)));
        to.add(longs(
                "or.b64 %rd2, %rd2, 1;\nrem.u64 %rd0, %rd1, %rd2;", (a, b, c) -> Long.remainderUnsigned(a, b | 1)));
        to.add(ints("neg.s32 %r0, %r1;", (a, b, c) -> -a));
        to.add(longs("neg.s64 %rd0, %rd1;", (a, b, c) -> -a));
        to.add(ints("abs.s32 %r0, %r1;", (a, b, c) -> Math.abs(a)));
        to.add(ints("min.s32 %r0, %r1, %r2;", (a, b, c) -> Math.min(a, b)));
        to.add(ints("max.s32 %r0, %r1, %r2;", (a, b, c) -> Math.max(a, b)));
        to.add(ints("min.u32 %r0, %r1, %r2;", (a, b, c) -> Math.min(a & LOW, b & LOW)));
        to.add(ints("max.u32 %r0, %r1, %r2;", (a, b, c) -> Math.max(a & LOW, b & LOW)));
        to.add(longs("min.s64 %rd0, %rd1, %rd2;", (a, b, c) -> Math.min(a, b)));
        to.add(longs("max.u64 %rd0, %rd1, %rd2;", (a, b, c) -> Long.compareUnsigned(a, b) > 0 ? a : b));
    }

    private static BigInteger unsigned(long a) {
        return new BigInteger(Long.toUnsignedString(a));
    }

    private static void floatsAndConversions(List<InstructionCase> to) {
        to.add(floats("add.rn.f32 %f0, %f1, %f2;", (a, b, c) -> a + b));
        to.add(floats("sub.rn.f32 %f0, %f1, 0f3F800000;", (a, b, c) -> a - 1));
        to.add(floats("mul.rn.f32 %f0, %f1, %f2;", (a, b, c) -> a * b));
        to.add(floats("div.rn.f32 %f0, %f1, %f2;", (a, b, c) -> a / b));
        to.add(floats("fma.rn.f32 %f0, %f1, %f2, %f3;", (a, b, c) -> Math.fma(a, b, c)));
        to.add(floats("sqrt.rn.f32 %f0, %f1;", (a, b, c) -> (float) Math.sqrt(a)));
        to.add(ints("neg.f32 %r0, %f1;", (a, b, c) -> a ^ 0x8000_0000));
        to.add(ints("abs.f32 %r0, %f1;", (a, b, c) -> a & 0x7FFF_FFFF));
        to.add(floats("min.f32 %f0, %f1, %f2;", (a, b, c) -> Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b)));
        to.add(floats("max.f32 %f0, %f1, %f2;", (a, b, c) -> Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b)));
        to.add(ints("copysign.f32 %r0, %f1, %f2;", (a, b, c) -> (a & 0x8000_0000) | (b & 0x7FFF_FFFF)));
        to.add(ints("cvt.rzi.s32.f32 %r0, %f1;", (a, b, c) -> (int) Float.intBitsToFloat(a)));
        to.add(ints("cvt.rni.s32.f32 %r0, %f1;", (a, b, c) -> (int) Math.rint(Float.intBitsToFloat(a))));
        to.add(ints("cvt.rmi.s32.f32 %r0, %f1;", (a, b, c) -> (int) Math.floor(Float.intBitsToFloat(a))));
        to.add(ints(
                "cvt.rpi.u32.f32 %r0, %f1;",
                (a, b, c) -> {
                    double up = Math.ceil(Float.intBitsToFloat(a));
                    return up < 0 || Double.isNaN(up) ? 0 : up > 4294967295.0 ? -1 : (long) up;
                }));
        to.add(longs(
                "cvt.rzi.s64.f32 %rd0, %f1;",
                (a, b, c) -> {
                    float f = Float.intBitsToFloat((int) a);
                    return Float.isNaN(f) ? Long.MIN_VALUE : (long) f;
                }));
        to.add(longs(
                "cvt.rzi.u64.f32 %rd0, %f1;",
                (a, b, c) -> {
                    float f = Float.intBitsToFloat((int) a);
                    if (Float.isNaN(f)) {
                        return Long.MIN_VALUE;
                    }
                    return f <= 0
                            ? 0
                            : f >= 0x1p64f
                                    ? -1
                                    : new BigDecimal(f).toBigInteger().longValue();
                }));
        to.add(floats("cvt.rni.f32.f32 %f0, %f1;", (a, b, c) -> (float) Math.rint(a)));
        to.add(floats("cvt.rmi.f32.f32 %f0, %f1;", (a, b, c) -> (float) Math.floor(a)));
        to.add(floats("cvt.rpi.f32.f32 %f0, %f1;", (a, b, c) -> (float) Math.ceil(a)));
        to.add(floats("cvt.rzi.f32.f32 %f0, %f1;", (a, b, c) -> (float) (a < 0 ? Math.ceil(a) : Math.floor(a))));
        to.add(floats("cvt.rn.f32.s32 %f0, %r1;", (a, b, c) -> (float) Float.floatToRawIntBits(a)));
        to.add(floats("cvt.rn.f32.u32 %f0, %r1;", (a, b, c) -> (float) (Float.floatToRawIntBits(a) & LOW)));
        to.add(new InstructionCase("cvt.rn.f32.s64 %f0, %rd1;", "f", (a, b, c) -> Float.floatToRawIntBits((float) a)));
        to.add(new InstructionCase(
                "cvt.rn.f32.u64 %f0, %rd1;",
                "f", (a, b, c) -> Float.floatToRawIntBits(unsigned(a).floatValue())));
        to.add(longs("cvt.u64.u32 %rd0, %r1;", (a, b, c) -> a & LOW));
        to.add(longs("cvt.s64.s32 %rd0, %r1;", (a, b, c) -> (int) a));
        to.add(longs("cvt.u64.s32 %rd0, %r1;", (a, b, c) -> (int) a));
        to.add(new InstructionCase("cvt.u32.u64 %r0, %rd1;", "r", (a, b, c) -> a));
        to.add(new InstructionCase("cvt.s32.s64 %r0, %rd1;", "r", (a, b, c) -> a));
        to.add(ints("cvt.u32.u8 %r0, %r1;", (a, b, c) -> a & 0xFF));
        to.add(ints("cvt.s32.s8 %r0, %r1;", (a, b, c) -> (byte) a));
        to.add(ints("cvt.s32.s16 %r0, %r1;", (a, b, c) -> (short) a));
        to.add(ints("cvt.u32.u16 %r0, %r1;", (a, b, c) -> a & 0xFFFF));
    }

    private static void bits(List<InstructionCase> to) {
        to.add(ints("and.b32 %r0, %r1, %r2;", (a, b, c) -> a & b));
        to.add(ints("or.b32 %r0, %r1, %r2;", (a, b, c) -> a | b));
        to.add(ints("xor.b32 %r0, %r1, 0xFFFF;", (a, b, c) -> a ^ 0xFFFF));
        to.add(ints("not.b32 %r0, %r1;", (a, b, c) -> ~a));
        to.add(longs("and.b64 %rd0, %rd1, %rd2;", (a, b, c) -> a & b));
        to.add(longs("not.b64 %rd0, %rd1;", (a, b, c) -> ~a));
        to.add(predicate("and.pred %p0, %p1, %p2;", (a, b, c) -> a > 0 && b > 0 ? 1 : 0));
        to.add(predicate("or.pred %p0, %p1, %p2;", (a, b, c) -> a > 0 || b > 0 ? 1 : 0));
        to.add(predicate("xor.pred %p0, %p1, %p2;", (a, b, c) -> a > 0 ^ b > 0 ? 1 : 0));
        to.add(predicate("not.pred %p0, %p1;", (a, b, c) -> a > 0 ? 0 : 1));
        to.add(ints("shl.b32 %r0, %r1, %r2;", (a, b, c) -> (b & LOW) > 31 ? 0 : a << b));
        to.add(ints("shr.u32 %r0, %r1, %r2;", (a, b, c) -> (b & LOW) > 31 ? 0 : a >>> b));
        to.add(ints("shr.b32 %r0, %r1, 5;", (a, b, c) -> a >>> 5));
        to.add(ints("shr.s32 %r0, %r1, %r2;", (a, b, c) -> a >> Math.min(b & LOW, 31)));
        to.add(ints("and.b32 %r2, %r2, 63;\nshl.b32 %r0, %r1, %r2;", (a, b, c) -> (b & 63) > 31 ? 0 : a << (b & 63)));
        to.add(longs(
                "and.b32 %r2, %r2, 127;\nshl.b64 %rd0, %rd1, %r2;", (a, b, c) -> (b & 127) > 63 ? 0 : a << (b & 127)));
        to.add(longs(
                "and.b32 %r2, %r2, 127;\nshr.u64 %rd0, %rd1, %r2;", (a, b, c) -> (b & 127) > 63 ? 0 : a >>> (b & 127)));
        to.add(longs("and.b32 %r2, %r2, 127;\nshr.s64 %rd0, %rd1, %r2;", (a, b, c) -> a >> Math.min(b & 127, 63)));
        to.add(ints("popc.b32 %r0, %r1;", (a, b, c) -> Integer.bitCount(a)));
        to.add(new InstructionCase("popc.b64 %r0, %rd1;", "r", (a, b, c) -> Long.bitCount(a)));
        to.add(ints("clz.b32 %r0, %r1;", (a, b, c) -> Integer.numberOfLeadingZeros(a)));
        to.add(new InstructionCase("clz.b64 %r0, %rd1;", "r", (a, b, c) -> Long.numberOfLeadingZeros(a)));
        to.add(ints("brev.b32 %r0, %r1;", (a, b, c) -> Integer.reverse(a)));
        to.add(longs("brev.b64 %rd0, %rd1;", (a, b, c) -> Long.reverse(a)));
        to.add(ints("bfind.u32 %r0, %r1;", (a, b, c) -> 31 - Integer.numberOfLeadingZeros(a)));
        to.add(ints("bfind.s32 %r0, %r1;", (a, b, c) -> 31 - Integer.numberOfLeadingZeros(a < 0 ? ~a : a)));
        to.add(ints("bfind.shiftamt.u32 %r0, %r1;", (a, b, c) -> a == 0 ? -1 : Integer.numberOfLeadingZeros(a)));
        to.add(new InstructionCase("bfind.u64 %r0, %rd1;", "r", (a, b, c) -> 63 - Long.numberOfLeadingZeros(a)));
        to.add(ints("lop3.b32 %r0, %r1, %r2, %r3, 0xE8;", (a, b, c) -> (a & b) | (a & c) | (b & c)));
        to.add(ints("lop3.b32 %r0, %r1, %r2, %r3, 0x96;", (a, b, c) -> a ^ b ^ c));
        to.add(ints("lop3.b32 %r0, %r1, %r2, %r3, 0xCA;", (a, b, c) -> (a & b) | (~a & c)));
    }

    private static void fields(List<InstructionCase> to) {
        to.add(ints("bfe.u32 %r0, %r1, %r2, %r3;", (a, b, c) -> extract(a & LOW, b & 255, c & 255, 32, false)));
        to.add(ints(
                "and.b32 %r2, %r2, 31;\nand.b32 %r3, %r3, 31;\nbfe.u32 %r0, %r1, %r2, %r3;",
                (a, b, c) -> extract(a & LOW, b & 31, c & 31, 32, false)));
        to.add(ints(
                "and.b32 %r2, %r2, 63;\nand.b32 %r3, %r3, 63;\nbfe.s32 %r0, %r1, %r2, %r3;",
                (a, b, c) -> extract(a & LOW, b & 63, c & 63, 32, true)));
        to.add(longs(
                "and.b32 %r2, %r2, 127;\nand.b32 %r3, %r3, 127;\nbfe.s64 %rd0, %rd1, %r2, %r3;",
                (a, b, c) -> extract(a, (int) b & 127, (int) c & 127, 64, true)));
        to.add(ints("and.b32 %r3, %r3, 63;\nbfi.b32 %r0, %r1, %r2, %r3, 9;", (a, b, c) -> insert(a, b, c & 63, 9, 32)));
        to.add(longs(
                "and.b32 %r3, %r3, 127;\nbfi.b64 %rd0, %rd1, %rd2, 17, %r3;",
                (a, b, c) -> insert(a, b, 17, (int) c & 127, 64)));
        to.add(ints("prmt.b32 %r0, %r1, %r2, 0x3715;", (a, b, c) -> permuted(a, b, new int[] {5, 1, 7, 3})));
        to.add(ints(
                "prmt.b32 %r0, %r1, %r2, 0x0009;",
                (a, b, c) -> (permuted(a, b, new int[] {0, 0, 0, 0}) & ~0xFF) | ((a & 0x8000) != 0 ? 0xFF : 0)));
        to.add(ints(
                "shf.l.wrap.b32 %r0, %r1, %r2, %r3;",
                (a, b, c) -> (c & 31) == 0 ? b : (b << (c & 31)) | (a >>> (32 - (c & 31)))));
        to.add(ints(
                "shf.r.wrap.b32 %r0, %r1, %r2, %r3;",
                (a, b, c) -> (c & 31) == 0 ? a : (b << (32 - (c & 31))) | (a >>> (c & 31))));
        to.add(ints("shf.l.clamp.b32 %r0, %r1, %r2, 40;", (a, b, c) -> a));
        to.add(ints("shf.r.clamp.b32 %r0, %r1, %r2, 32;", (a, b, c) -> b));
    }

    /** As PTX defines bfe, bit by bit. */
    private static long extract(long a, int position, int length, int bits, boolean signed) {
        long sign = signed && length > 0 ? (a >>> Math.min(position + length - 1, bits - 1)) & 1 : 0;
        long result = 0;
        for (int i = 0; i < bits; i++) {
            long bit = i < length && position + i < bits ? (a >>> (position + i)) & 1 : sign;
            result |= bit << i;
        }
        return result;
    }

    /** As PTX defines bfi, bit by bit. */
    private static long insert(long a, long b, int position, int length, int bits) {
        long result = b;
        for (int i = 0; i < length && position + i < bits; i++) {
            result = (result & ~(1L << (position + i))) | (((a >>> i) & 1) << (position + i));
        }
        return result;
    }

    private static int permuted(int a, int b, int[] chosen) {
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int word = chosen[i] < 4 ? a : b;
            result |= ((word >>> (8 * (chosen[i] % 4))) & 0xFF) << (8 * i);
        }
        return result;
    }

    private static void comparisons(List<InstructionCase> to) {
        to.add(predicate("setp.eq.s32 %p0, %r1, %r2;", (a, b, c) -> a == b ? 1 : 0));
        to.add(predicate("setp.ne.b32 %p0, %r1, %r2;", (a, b, c) -> a != b ? 1 : 0));
        to.add(predicate("setp.lt.s32 %p0, %r1, %r2;", (a, b, c) -> a < b ? 1 : 0));
        to.add(predicate("setp.le.s32 %p0, %r1, 0;", (a, b, c) -> a <= 0 ? 1 : 0));
        to.add(predicate("setp.gt.s32 %p0, %r1, %r2;", (a, b, c) -> a > b ? 1 : 0));
        to.add(predicate("setp.ge.s32 %p0, %r1, %r2;", (a, b, c) -> a >= b ? 1 : 0));
        to.add(predicate("setp.lt.u32 %p0, %r1, %r2;", (a, b, c) -> (a & LOW) < (b & LOW) ? 1 : 0));
        to.add(predicate("setp.ls.u32 %p0, %r1, %r2;", (a, b, c) -> (a & LOW) <= (b & LOW) ? 1 : 0));
        to.add(predicate("setp.hi.u32 %p0, %r1, %r2;", (a, b, c) -> (a & LOW) > (b & LOW) ? 1 : 0));
        to.add(predicate("setp.hs.u32 %p0, %r1, %r2;", (a, b, c) -> (a & LOW) >= (b & LOW) ? 1 : 0));
        to.add(new InstructionCase("setp.lt.s64 %p0, %rd1, %rd2;", "p", (a, b, c) -> a < b ? 1 : 0));
        to.add(new InstructionCase(
                "setp.gt.u64 %p0, %rd1, %rd2;", "p", (a, b, c) -> Long.compareUnsigned(a, b) > 0 ? 1 : 0));
        to.add(predicate("setp.lt.and.s32 %p0, %r1, %r2, !%p3;", (a, b, c) -> a < b && c <= 0 ? 1 : 0));
        to.add(predicate("setp.lt.or.s32 %p0, %r1, %r2, %p3;", (a, b, c) -> a < b || c > 0 ? 1 : 0));
        to.add(predicate("setp.lt.xor.s32 %p0, %r1, %r2, %p3;", (a, b, c) -> a < b ^ c > 0 ? 1 : 0));
        to.add(predicate("setp.lt.s32 %p4|%p0, %r1, %r2;", (a, b, c) -> a < b ? 0 : 1));
        to.add(predicate("setp.lt.and.s32 %p4|%p0, %r1, %r2, %p3;", (a, b, c) -> a >= b && c > 0 ? 1 : 0));
        for (FloatComparison comparison : FloatComparison.values()) {
            to.add(predicate(
                    "setp." + comparison + ".f32 %p0, %f1, %f2;",
                    (a, b, c) -> comparison.holds(Float.intBitsToFloat(a), Float.intBitsToFloat(b)) ? 1 : 0));
        }
        to.add(ints(
                "set.lt.u32.f32 %r0, %f1, %f2;",
                (a, b, c) -> Float.intBitsToFloat(a) < Float.intBitsToFloat(b) ? -1 : 0));
        to.add(floats(
                "set.gt.f32.s32 %f0, %r1, %r2;",
                (a, b, c) -> Float.floatToRawIntBits(a) > Float.floatToRawIntBits(b) ? 1 : 0));
        to.add(ints("set.ge.or.s32.s32 %r0, %r1, %r2, %p3;", (a, b, c) -> a >= b || c > 0 ? -1 : 0));
        to.add(ints("selp.b32 %r0, %r1, %r2, %p3;", (a, b, c) -> c > 0 ? a : b));
        to.add(longs("selp.b64 %rd0, %rd1, %rd2, %p3;", (a, b, c) -> (int) c > 0 ? a : b));
        to.add(ints("selp.f32 %r0, 0f3F800000, %f2, %p3;", (a, b, c) -> c > 0 ? 0x3F80_0000 : b));
        to.add(ints("slct.s32.s32 %r0, %r1, %r2, %r3;", (a, b, c) -> c >= 0 ? a : b));
        to.add(ints("slct.b32.f32 %r0, %r1, %r2, %f3;", (a, b, c) -> Float.intBitsToFloat(c) >= 0 ? a : b));
    }

    /** Comparisons of floats; those with u hold of what has no order. */
    private enum FloatComparison {
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE,
        EQU,
        NEU,
        LTU,
        LEU,
        GTU,
        GEU,
        NUM,
        NAN;

        boolean holds(float a, float b) {
            boolean unordered = Float.isNaN(a) || Float.isNaN(b);
            return switch (this) {
                case NUM -> !unordered;
                case NAN -> unordered;
                case EQ -> !unordered && a == b;
                case NE -> !unordered && a != b;
                case LT -> !unordered && a < b;
                case LE -> !unordered && a <= b;
                case GT -> !unordered && a > b;
                case GE -> !unordered && a >= b;
                case EQU -> unordered || a == b;
                case NEU -> unordered || a != b;
                case LTU -> unordered || a < b;
                case LEU -> unordered || a <= b;
                case GTU -> unordered || a > b;
                case GEU -> unordered || a >= b;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static void moves(List<InstructionCase> to) {
        to.add(ints("mov.u32 %r0, %r1;", (a, b, c) -> a));
        to.add(ints("mov.b32 %r0, %f1;", (a, b, c) -> a));
        to.add(ints("mov.f32 %r0, 0fBF800000;", (a, b, c) -> 0xBF80_0000));
        to.add(longs("mov.u64 %rd0, -3;", (a, b, c) -> -3));
        to.add(predicate("mov.pred %p0, %p1;", (a, b, c) -> a > 0 ? 1 : 0));
        to.add(predicate("mov.pred %p0, 1;", (a, b, c) -> 1));
        to.add(longs("mov.b64 %rd0, {%r1, %r2};", (a, b, c) -> (a & LOW) | (b << 32)));
        to.add(ints("mov.b64 {%r4, %r0}, %rd5;\nmov.b64 {%r0, %r4}, %rd1;", (a, b, c) -> a));
        to.add(ints(
                "@%p1 mov.u32 %r2, %r3;\n@!%p1 add.s32 %r2, %r2, 1;\nmov.u32 %r0, %r2;",
                (a, b, c) -> a > 0 ? c : b + 1));
        to.add(longs("cvta.to.global.u64 %rd0, %rd1;", (a, b, c) -> a));
        to.add(longs("cvta.shared.u64 %rd0, %rd1;\ncvta.to.shared.u64 %rd0, %rd0;", (a, b, c) -> a));
    }
}
