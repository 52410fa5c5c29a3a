package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;

import java.util.function.LongBinaryOperator;

/** Integer arithmetic. 32-bit values are kept with their sign extended. */
final class IntegerDecoder {
    private static final long LOW = 0xFFFF_FFFFL;

    private IntegerDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return switch (in.opcode()) {
            case "add", "sub" -> sum(in);
            case "mul" -> product(in);
            case "mad" -> multiplyAdd(in);
            case "div", "rem" -> quotient(in);
            case "neg", "abs" -> sign(in);
            case "min", "max" -> extreme(in);
            default -> throw in.refused(in.opcode() + " is not integer arithmetic");
        };
    }

    private static Operation.Plain sum(Decoding in) {
        PtxType type = in.type(S32, U32, S64, U64);
        in.end(3);
        int d = in.destination(0, type);
        int a = in.source(1, type);
        int b = in.source(2, type);
        boolean narrow = type.bits() == 32;
        if (in.opcode().equals("add")) {
            return narrow
                    ? Lanes.each((r, lane) -> r[d + lane] = (int) (r[a + lane] + r[b + lane]))
                    : Lanes.each((r, lane) -> r[d + lane] = r[a + lane] + r[b + lane]);
        }
        return narrow
                ? Lanes.each((r, lane) -> r[d + lane] = (int) (r[a + lane] - r[b + lane]))
                : Lanes.each((r, lane) -> r[d + lane] = r[a + lane] - r[b + lane]);
    }

    private static Operation.Plain product(Decoding in) {
        String part = in.takeOneOf("lo", "hi", "wide");
        PtxType type = part.equals("wide") ? in.type(S32, U32) : in.type(S32, U32, S64, U64);
        in.end(3);
        int d = in.destination(0, part.equals("wide") ? wide(type) : type);
        int a = in.source(1, type);
        int b = in.source(2, type);
        if (part.equals("lo") && type.bits() == 32) {
            return Lanes.each((r, lane) -> r[d + lane] = (int) (r[a + lane] * r[b + lane]));
        }
        if (part.equals("wide") && type == S32) {
            return Lanes.each((r, lane) -> r[d + lane] = r[a + lane] * r[b + lane]);
        }
        return Lanes.binary(d, a, b, product(part, type));
    }

    private static Operation.Plain multiplyAdd(Decoding in) {
        String part = in.takeOneOf("lo", "hi", "wide");
        PtxType type = part.equals("wide") ? in.type(S32, U32) : in.type(S32, U32, S64, U64);
        in.end(4);
        PtxType result = part.equals("wide") ? wide(type) : type;
        int d = in.destination(0, result);
        int a = in.source(1, type);
        int b = in.source(2, type);
        int c = in.source(3, result);
        if (part.equals("lo") && type.bits() == 32) {
            return Lanes.each((r, lane) -> r[d + lane] = (int) (r[a + lane] * r[b + lane] + r[c + lane]));
        }
        LongBinaryOperator product = product(part, type);
        return Lanes.ternary(d, a, b, c, (x, y, z) -> result.narrow(product.applyAsLong(x, y) + z));
    }

    private static LongBinaryOperator product(String part, PtxType type) {
        if (part.equals("wide")) {
            return type == S32 ? (a, b) -> a * b : (a, b) -> (a & LOW) * (b & LOW);
        }
        if (part.equals("lo")) {
            return type.bits() == 32 ? (a, b) -> (int) (a * b) : (a, b) -> a * b;
        }
        return switch (type) {
            case S32 -> (a, b) -> (a * b) >> 32;
            case U32 -> (a, b) -> (int) (((a & LOW) * (b & LOW)) >>> 32);
            case S64 -> Math::multiplyHigh;
            default -> Math::unsignedMultiplyHigh;
        };
    }

    private static PtxType wide(PtxType type) {
        return type == S32 ? S64 : U64;
    }

    private static Operation.Plain quotient(Decoding in) {
        PtxType type = in.type(S32, U32, S64, U64);
        in.end(3);
        int d = in.destination(0, type);
        int a = in.source(1, type);
        int b = in.source(2, type);
        boolean divide = in.opcode().equals("div");
        LongBinaryOperator f = switch (type) {
            case S32 -> divide ? (x, y) -> (int) (x / y) : (x, y) -> x % y;
            case U32 -> divide ? (x, y) -> (int) ((x & LOW) / (y & LOW)) : (x, y) -> (int) ((x & LOW) % (y & LOW));
            case S64 -> divide ? (x, y) -> x / y : (x, y) -> x % y;
            default -> divide ? Long::divideUnsigned : Long::remainderUnsigned;
        };
        return (warp, mask) -> {
            long[] r = warp.r;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                if (r[b + lane] == 0) {
                    throw warp.fault(lane, "division of " + r[a + lane] + " by zero, whose result PTX leaves open");
                }
                r[d + lane] = f.applyAsLong(r[a + lane], r[b + lane]);
            }
        };
    }

    private static Operation.Plain sign(Decoding in) {
        PtxType type = in.type(S32, S64);
        in.end(2);
        int d = in.destination(0, type);
        int a = in.source(1, type);
        return in.opcode().equals("neg")
                ? Lanes.unary(d, a, x -> type.narrow(-x))
                : Lanes.unary(d, a, x -> type.narrow(Math.abs(x)));
    }

    private static Operation.Plain extreme(Decoding in) {
        PtxType type = in.type(S32, U32, S64, U64);
        in.end(3);
        boolean least = in.opcode().equals("min");
        LongBinaryOperator f;
        if (type.isSigned()) {
            f = least ? Math::min : Math::max;
        } else {
            // a sign-extended 32-bit value keeps its unsigned order among 64-bit ones
            f = least
                    ? (x, y) -> Long.compareUnsigned(x, y) <= 0 ? x : y
                    : (x, y) -> Long.compareUnsigned(x, y) >= 0 ? x : y;
        }
        return Lanes.binary(in.destination(0, type), in.source(1, type), in.source(2, type), f);
    }
}
