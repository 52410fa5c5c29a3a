package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.B32;
import static dev.soma.runtime.ptx.PtxType.B64;
import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;

/** Bit fields, byte permutations, three-way logic and funnel shifts. */
final class FieldDecoder {
    private static final long LOW = 0xFFFF_FFFFL;

    private FieldDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return switch (in.opcode()) {
            case "bfe" -> extract(in);
            case "bfi" -> insert(in);
            case "prmt" -> permute(in);
            case "lop3" -> logic(in);
            case "shf" -> funnel(in);
            default -> throw in.refused(in.opcode() + " is not supported");
        };
    }

    private static Operation.Plain extract(Decoding in) {
        PtxType type = in.type(U32, S32, U64, S64);
        in.end(4);
        int bits = type.bits();
        return Lanes.ternary(
                in.destination(0, type), in.source(1, type), in.source(2, U32), in.source(3, U32), (a, b, c) -> {
                    int position = (int) b & 0xFF;
                    int length = (int) c & 0xFF;
                    int width = Math.max(0, Math.min(length, bits - position));
                    long value = bits == 32 ? a & LOW : a;
                    long field = position >= bits ? 0 : (value >>> position) & low(width);
                    boolean signed = type.isSigned() && length > 0;
                    int signBit = Math.min(position + length - 1, bits - 1);
                    return type.narrow(signed && (value >>> signBit & 1) != 0 ? field | ~low(width) : field);
                });
    }

    private static Operation.Plain insert(Decoding in) {
        PtxType type = in.type(B32, B64);
        in.end(5);
        int d = in.destination(0, type);
        int a = in.source(1, type);
        int b = in.source(2, type);
        int c = in.source(3, U32);
        int e = in.source(4, U32);
        int bits = type.bits();
        return Lanes.each((r, lane) -> {
            int position = (int) r[c + lane] & 0xFF;
            int width = Math.max(0, Math.min((int) r[e + lane] & 0xFF, bits - position));
            long field = width == 0 ? 0 : low(width) << position;
            long inserted = width == 0 ? 0 : r[a + lane] << position & field;
            r[d + lane] = type.narrow((r[b + lane] & ~field) | inserted);
        });
    }

    private static long low(int width) {
        return width == 64 ? -1 : (1L << width) - 1;
    }

    private static Operation.Plain permute(Decoding in) {
        in.type(B32);
        in.end(4);
        return Lanes.ternary(
                in.destination(0, B32), in.source(1, B32), in.source(2, B32), in.source(3, B32), (a, b, c) -> {
                    long bytes = (b << 32) | (a & LOW);
                    int result = 0;
                    for (int i = 0; i < 4; i++) {
                        int selector = (int) (c >>> (4 * i)) & 0xF;
                        int chosen = (int) (bytes >>> (8 * (selector & 7))) & 0xFF;
                        if ((selector & 8) != 0) {
                            chosen = (chosen & 0x80) != 0 ? 0xFF : 0;
                        }
                        result |= chosen << (8 * i);
                    }
                    return result;
                });
    }

    private static Operation.Plain logic(Decoding in) {
        in.type(B32);
        in.end(5);
        int table = in.constant(4, 0, 255);
        return Lanes.ternary(
                in.destination(0, B32), in.source(1, B32), in.source(2, B32), in.source(3, B32), (a, b, c) -> {
                    long result = 0;
                    for (int i = 0; i < 8; i++) {
                        if ((table >>> i & 1) != 0) {
                            result |= ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c);
                        }
                    }
                    return result;
                });
    }

    private static Operation.Plain funnel(Decoding in) {
        boolean left = in.takeOneOf("l", "r").equals("l");
        boolean wrap = in.takeOneOf("wrap", "clamp").equals("wrap");
        in.type(B32);
        in.end(4);
        return Lanes.ternary(
                in.destination(0, B32), in.source(1, B32), in.source(2, B32), in.source(3, U32), (a, b, c) -> {
                    long both = (b << 32) | (a & LOW);
                    int n = wrap ? (int) c & 31 : (int) Math.min(c & LOW, 32);
                    return (int) (left ? both << n >>> 32 : both >>> n);
                });
    }
}
