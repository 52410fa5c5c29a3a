package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.B32;
import static dev.soma.runtime.ptx.PtxType.B64;
import static dev.soma.runtime.ptx.PtxType.F32;
import static dev.soma.runtime.ptx.PtxType.PRED;
import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies between registers, from special registers, of addresses, and of address spaces. */
final class MoveDecoder {
    private static final long LOW = 0xFFFF_FFFFL;

    private MoveDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return in.opcode().equals("cvta") ? convertAddress(in) : move(in);
    }

    private static Operation.Plain move(Decoding in) {
        PtxType type = in.type(PRED, B32, U32, S32, F32, B64, U64, S64);
        in.end(2);
        if (type == PRED) {
            return movePredicate(in);
        }
        if (in.operand(0) instanceof Operand.Vector(List<Operand> halves)) {
            return unpack(in, type, halves);
        }
        if (in.operand(1) instanceof Operand.Vector(List<Operand> halves)) {
            return pack(in, type, halves);
        }
        return copy(in.destination(0, type), sourceOrAddress(in, 1, type));
    }

    static Operation.Plain copy(int d, int a) {
        return Lanes.each((r, lane) -> r[d + lane] = r[a + lane]);
    }

    private static Operation.Plain movePredicate(Decoding in) {
        int d = in.predicate(0);
        if (in.operand(1) instanceof Operand.Whole(long value)) {
            int lanes = value != 0 ? -1 : 0;
            return (warp, mask) -> warp.setPredicate(d, lanes, mask);
        }
        int a = in.predicate(1);
        return (warp, mask) -> warp.setPredicate(d, warp.predicates[a], mask);
    }

    private static Operation.Plain unpack(Decoding in, PtxType type, List<Operand> halves) {
        checkHalves(in, type, halves);
        int low = in.register(halves.get(0), B32);
        int high = in.register(halves.get(1), B32);
        int a = in.source(1, B64);
        return Lanes.each((r, lane) -> {
            long value = r[a + lane];
            r[low + lane] = (int) value;
            r[high + lane] = (int) (value >>> 32);
        });
    }

    private static Operation.Plain pack(Decoding in, PtxType type, List<Operand> halves) {
        checkHalves(in, type, halves);
        int low = in.source(halves.get(0), B32);
        int high = in.source(halves.get(1), B32);
        return Lanes.binary(in.destination(0, B64), low, high, (a, b) -> (b << 32) | (a & LOW));
    }

    private static void checkHalves(Decoding in, PtxType type, List<Operand> halves) {
        if (type != B64 || halves.size() != 2) {
            throw in.refused("only two halves of a .b64 are packed and unpacked");
        }
    }

    /** A register, a constant or a special register. */
    static int sourceOrSpecial(Decoding in, int i, PtxType type) {
        @Nullable Special special = in.operand(i) instanceof Operand.Name(String name) ? Special.of(name) : null;
        if (special == null) {
            return in.source(i, type);
        }
        if (type.bits() != 32 || type == F32) {
            throw in.refused("special registers have type .u32, the instruction wants ." + type.text());
        }
        return in.registers().special(special);
    }

    /** A register, a constant or the address of an array. */
    private static int sourceOrAddress(Decoding in, int i, PtxType type) {
        if (in.operand(i) instanceof Operand.Name(String name)
                && Special.of(name) == null
                && in.variable(name).isArray()) {
            if (type == F32) {
                throw in.refused("the address of " + name + " is an integer, the instruction wants .f32");
            }
            return in.registers().constant(in.start(in.variable(name)));
        }
        return sourceOrSpecial(in, i, type);
    }

    private static Operation.Plain convertAddress(Decoding in) {
        boolean to = in.take("to");
        String space = in.takeOneOf("global", "shared", "local");
        in.type(U64);
        in.end(2);
        long window = switch (space) {
            case "global" -> 0;
            case "shared" -> ScratchMemory.SHARED_WINDOW;
            default -> ScratchMemory.LOCAL_WINDOW;
        };
        long added = to ? -window : window;
        int source = to ? in.source(1, U64) : sourceOrAddress(in, 1, U64);
        return Lanes.unary(in.destination(0, U64), source, a -> a + added);
    }
}
