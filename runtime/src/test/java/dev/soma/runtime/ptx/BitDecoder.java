package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.B32;
import static dev.soma.runtime.ptx.PtxType.B64;
import static dev.soma.runtime.ptx.PtxType.PRED;
import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;

import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Bit logic, shifts and counts. */
final class BitDecoder {
    private static final long LOW = 0xFFFF_FFFFL;

    private BitDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return switch (in.opcode()) {
            case "and", "or", "xor" -> logic(in);
            case "not" -> not(in);
            case "shl", "shr" -> shift(in);
            case "popc", "clz", "brev" -> count(in);
            case "bfind" -> find(in);
            default -> FieldDecoder.decode(in);
        };
    }

    private static Operation.Plain logic(Decoding in) {
        PtxType type = in.type(PRED, B32, B64);
        in.end(3);
        if (type == PRED) {
            IntBinaryOperator f = switch (in.opcode()) {
                case "and" -> (a, b) -> a & b;
                case "or" -> (a, b) -> a | b;
                default -> (a, b) -> a ^ b;
            };
            int d = in.predicate(0);
            int a = in.predicate(1);
            int b = in.predicate(2);
            return (warp, mask) -> warp.setPredicate(d, f.applyAsInt(warp.predicates[a], warp.predicates[b]), mask);
        }
        LongBinaryOperator f = switch (in.opcode()) {
            case "and" -> (a, b) -> a & b;
            case "or" -> (a, b) -> a | b;
            default -> (a, b) -> a ^ b;
        };
        return Lanes.binary(in.destination(0, type), in.source(1, type), in.source(2, type), f);
    }

    private static Operation.Plain not(Decoding in) {
        PtxType type = in.type(PRED, B32, B64);
        in.end(2);
        if (type == PRED) {
            int d = in.predicate(0);
            int a = in.predicate(1);
            return (warp, mask) -> warp.setPredicate(d, ~warp.predicates[a], mask);
        }
        return Lanes.unary(in.destination(0, type), in.source(1, type), a -> ~a);
    }

    private static Operation.Plain shift(Decoding in) {
        boolean left = in.opcode().equals("shl");
        PtxType type = left ? in.type(B32, B64) : in.type(B32, U32, S32, B64, U64, S64);
        in.end(3);
        int bits = type.bits();
        LongBinaryOperator f;
        if (left) {
            f = (a, n) -> (n & LOW) >= bits ? 0 : type.narrow(a << n);
        } else if (type.isSigned()) {
            f = (a, n) -> a >> Math.min(n & LOW, bits - 1);
        } else {
            f = (a, n) -> (n & LOW) >= bits ? 0 : type.narrow((bits == 32 ? a & LOW : a) >>> n);
        }
        return Lanes.binary(in.destination(0, type), in.source(1, type), in.source(2, U32), f);
    }

    private static Operation.Plain count(Decoding in) {
        PtxType type = in.type(B32, B64);
        in.end(2);
        boolean narrow = type == B32;
        LongUnaryOperator f = switch (in.opcode()) {
            case "popc" -> narrow ? a -> Integer.bitCount((int) a) : Long::bitCount;
            case "clz" -> narrow ? a -> Integer.numberOfLeadingZeros((int) a) : Long::numberOfLeadingZeros;
            default -> narrow ? a -> Integer.reverse((int) a) : Long::reverse;
        };
        PtxType result = in.opcode().equals("brev") ? type : U32;
        return Lanes.unary(in.destination(0, result), in.source(1, type), f);
    }

    private static Operation.Plain find(Decoding in) {
        boolean shiftAmount = in.take("shiftamt");
        PtxType type = in.type(U32, S32, U64, S64);
        in.end(2);
        int bits = type.bits();
        return Lanes.unary(in.destination(0, U32), in.source(1, type), a -> {
            long searched = type.isSigned() && a < 0 ? ~a : bits == 32 ? a & LOW : a;
            int position = 63 - Long.numberOfLeadingZeros(searched);
            return position >= 0 && shiftAmount ? bits - 1 - position : position;
        });
    }
}
