package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.F32;

import java.util.function.LongBinaryOperator;

/** Float arithmetic in IEEE single precision, rounded to nearest even. A result that is no number has the bits that PTX gives it. */
final class FloatDecoder {
    /** The NaN that arithmetic gives. */
    static final int NAN = 0x7FFF_FFFF;

    private FloatDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return switch (in.opcode()) {
            case "add", "sub", "mul", "div" -> arithmetic(in);
            case "fma" -> fusedMultiplyAdd(in);
            case "sqrt" -> squareRoot(in);
            case "neg", "abs" -> sign(in);
            case "min", "max", "copysign" -> extreme(in);
            default -> throw in.refused(in.opcode() + " is no float arithmetic of this machine");
        };
    }

    static float number(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    static long bits(float value) {
        return Float.isNaN(value) ? NAN : Float.floatToRawIntBits(value);
    }

    private static void rounding(Decoding in) {
        if (!in.take("rn")) {
            throw in.refused("." + "rn is missing: ptxas may contract or approximate what does not say it");
        }
        in.type(F32);
    }

    private static Operation.Plain arithmetic(Decoding in) {
        rounding(in);
        in.end(3);
        int d = in.destination(0, F32);
        int a = in.source(1, F32);
        int b = in.source(2, F32);
        return switch (in.opcode()) {
            case "add" -> Lanes.each((r, lane) -> r[d + lane] = bits(number(r[a + lane]) + number(r[b + lane])));
            case "sub" -> Lanes.each((r, lane) -> r[d + lane] = bits(number(r[a + lane]) - number(r[b + lane])));
            case "mul" -> Lanes.each((r, lane) -> r[d + lane] = bits(number(r[a + lane]) * number(r[b + lane])));
            default -> Lanes.each((r, lane) -> r[d + lane] = bits(number(r[a + lane]) / number(r[b + lane])));
        };
    }

    private static Operation.Plain fusedMultiplyAdd(Decoding in) {
        rounding(in);
        in.end(4);
        int d = in.destination(0, F32);
        int a = in.source(1, F32);
        int b = in.source(2, F32);
        int c = in.source(3, F32);
        return Lanes.each((r, lane) ->
                r[d + lane] = bits(Math.fma(number(r[a + lane]), number(r[b + lane]), number(r[c + lane]))));
    }

    private static Operation.Plain squareRoot(Decoding in) {
        rounding(in);
        in.end(2);
        // the double root of a float, rounded to float, is the correctly rounded root
        return Lanes.unary(in.destination(0, F32), in.source(1, F32), x -> bits((float) Math.sqrt(number(x))));
    }

    private static Operation.Plain sign(Decoding in) {
        in.type(F32);
        in.end(2);
        int d = in.destination(0, F32);
        int a = in.source(1, F32);
        return in.opcode().equals("neg")
                ? Lanes.unary(d, a, x -> (int) x ^ Integer.MIN_VALUE)
                : Lanes.unary(d, a, x -> x & Integer.MAX_VALUE);
    }

    private static Operation.Plain extreme(Decoding in) {
        if (in.take("NaN")) {
            throw in.refused(".NaN needs sm_80");
        }
        in.type(F32);
        in.end(3);
        LongBinaryOperator f = switch (in.opcode()) {
            case "min" -> (x, y) -> extreme(number(x), number(y), Math.min(number(x), number(y)));
            case "max" -> (x, y) -> extreme(number(x), number(y), Math.max(number(x), number(y)));
            default -> (x, y) -> ((int) x & Integer.MIN_VALUE) | ((int) y & Integer.MAX_VALUE);
        };
        return Lanes.binary(in.destination(0, F32), in.source(1, F32), in.source(2, F32), f);
    }

    /** Of a number and a NaN the number, which Java's {@code min} and {@code max} do not give. */
    private static long extreme(float a, float b, float ofNumbers) {
        if (Float.isNaN(a)) {
            return bits(b);
        }
        return Float.isNaN(b) ? bits(a) : bits(ofNumbers);
    }
}
