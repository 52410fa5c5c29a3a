package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.FloatDecoder.bits;
import static dev.soma.runtime.ptx.FloatDecoder.number;
import static dev.soma.runtime.ptx.PtxType.F32;
import static dev.soma.runtime.ptx.PtxType.S16;
import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.S8;
import static dev.soma.runtime.ptx.PtxType.U16;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;
import static dev.soma.runtime.ptx.PtxType.U8;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Conversions between types. */
final class ConvertDecoder {
    private static final double TWO_TO_64 = 0x1p64;

    private ConvertDecoder() {}

    static Operation.Plain decode(Decoding in) {
        String rounding = "";
        for (String name : new String[] {"rni", "rzi", "rmi", "rpi", "rn"}) {
            if (rounding.isEmpty() && in.take(name)) {
                rounding = name;
            }
        }
        PtxType to = in.type(U8, S8, U16, S16, U32, S32, U64, S64, F32);
        PtxType from = in.type(U8, S8, U16, S16, U32, S32, U64, S64, F32);
        in.end(2);
        LongUnaryOperator f = function(in, rounding, to, from);
        int source = to == F32 ? in.source(1, register(from)) : MoveDecoder.sourceOrSpecial(in, 1, register(from));
        return Lanes.unary(in.destination(0, register(to)), source, f);
    }

    /** The type of the register that holds a value of {@code type}: small integers live in 32 bits. */
    static PtxType register(PtxType type) {
        if (type.bits() >= 32) {
            return type;
        }
        return type.isSigned() ? S32 : U32;
    }

    private static LongUnaryOperator function(Decoding in, String rounding, PtxType to, PtxType from) {
        if (to != F32 && from != F32) {
            if (!rounding.isEmpty()) {
                throw in.refused("integers convert to integers without rounding");
            }
            return a -> to.narrow(from.widen(a));
        }
        if (from != F32) {
            if (!rounding.equals("rn")) {
                throw in.refused("integers convert to floats with .rn");
            }
            return from == U64 ? a -> bits(unsignedToFloat(a)) : a -> bits((float) from.widen(a));
        }
        if (!rounding.endsWith("i")) {
            throw in.refused("floats convert with .rni, .rzi, .rmi or .rpi");
        }
        DoubleUnaryOperator round = switch (rounding) {
            case "rni" -> Math::rint;
            case "rzi" -> a -> a < 0 ? Math.ceil(a) : Math.floor(a);
            case "rmi" -> Math::floor;
            default -> Math::ceil;
        };
        if (to == F32) {
            return a -> bits((float) round.applyAsDouble(number(a)));
        }
        if (to.bits() < 32) {
            throw in.refused("floats convert to integers of 32 or 64 bits");
        }
        return a -> toInteger(round.applyAsDouble(number(a)), to);
    }

    /** The nearest value of the type; a NaN is 0 in 32 bits and the highest bit in 64. */
    private static long toInteger(double value, PtxType type) {
        if (Double.isNaN(value)) {
            return type.bits() == 32 ? 0 : Long.MIN_VALUE;
        }
        return switch (type) {
            case S32 -> (int) value;
            case U32 -> (int) Math.min(Math.max((long) value, 0), 0xFFFF_FFFFL);
            case S64 -> (long) value;
            default -> toUnsigned(value);
        };
    }

    private static long toUnsigned(double value) {
        if (value <= 0) {
            return 0;
        }
        if (value >= TWO_TO_64) {
            return -1;
        }
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) + Long.MIN_VALUE;
    }

    private static float unsignedToFloat(long a) {
        // halving keeps a sticky bit, so the one rounding is that of the whole number
        return a >= 0 ? (float) a : (float) ((a >>> 1) | (a & 1)) * 2;
    }
}
