package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.FloatDecoder.number;
import static dev.soma.runtime.ptx.PtxType.B32;
import static dev.soma.runtime.ptx.PtxType.B64;
import static dev.soma.runtime.ptx.PtxType.F32;
import static dev.soma.runtime.ptx.PtxType.S32;
import static dev.soma.runtime.ptx.PtxType.S64;
import static dev.soma.runtime.ptx.PtxType.U32;
import static dev.soma.runtime.ptx.PtxType.U64;

import org.jspecify.annotations.Nullable;

/** Comparisons and selections. */
final class CompareDecoder {
    private static final String[] COMPARISONS = {
        "eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ", "neu", "ltu", "leu", "gtu", "geu", "num",
        "nan"
    };

    private CompareDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return switch (in.opcode()) {
            case "setp" -> setPredicate(in);
            case "set" -> set(in);
            case "selp" -> select(in);
            default -> selectBySign(in);
        };
    }

    /** A comparison with what its result is combined with. */
    private record Test(Lanes.Condition condition, int a, int b, String combine, Decoding.@Nullable Predicate with) {
        int lanes(Warp warp, int mask) {
            return Lanes.test(warp.r, mask, a, b, condition);
        }

        int combined(Warp warp, int lanes) {
            if (with == null) {
                return lanes;
            }
            int other = with.lanes(warp);
            return switch (combine) {
                case "and" -> lanes & other;
                case "or" -> lanes | other;
                default -> lanes ^ other;
            };
        }
    }

    private static String combination(Decoding in) {
        for (String name : new String[] {"and", "or", "xor"}) {
            if (in.take(name)) {
                return name;
            }
        }
        return "";
    }

    private static Test test(Decoding in, String comparison, String combine, PtxType type) {
        in.end(combine.isEmpty() ? 3 : 4);
        Lanes.Condition condition = condition(in, comparison, type);
        return new Test(
                condition, in.source(1, type), in.source(2, type), combine, combine.isEmpty() ? null : in.negatable(3));
    }

    private static Operation.Plain setPredicate(Decoding in) {
        String comparison = in.takeOneOf(COMPARISONS);
        String combine = combination(in);
        PtxType type = in.type(B32, U32, S32, F32, B64, U64, S64);
        Test test = test(in, comparison, combine, type);
        if (in.operand(0) instanceof Operand.Pair(String first, String second)) {
            int p = in.predicate(new Operand.Name(first));
            int q = in.predicate(new Operand.Name(second));
            return (warp, mask) -> {
                int lanes = test.lanes(warp, mask);
                int holds = test.combined(warp, lanes);
                int not = test.combined(warp, ~lanes);
                warp.setPredicate(p, holds, mask);
                warp.setPredicate(q, not, mask);
            };
        }
        int p = in.predicate(0);
        return (warp, mask) -> warp.setPredicate(p, test.combined(warp, test.lanes(warp, mask)), mask);
    }

    private static Operation.Plain set(Decoding in) {
        String comparison = in.takeOneOf(COMPARISONS);
        String combine = combination(in);
        PtxType result = in.type(U32, S32, F32);
        PtxType type = in.type(B32, U32, S32, F32, B64, U64, S64);
        Test test = test(in, comparison, combine, type);
        int d = in.destination(0, result);
        long yes = result == F32 ? Float.floatToRawIntBits(1) : -1;
        return (warp, mask) -> {
            int lanes = test.combined(warp, test.lanes(warp, mask));
            Lanes.each((r, lane) -> r[d + lane] = (lanes >>> lane & 1) != 0 ? yes : 0)
                    .execute(warp, mask);
        };
    }

    private static Operation.Plain select(Decoding in) {
        PtxType type = in.type(B32, U32, S32, F32, B64, U64, S64);
        in.end(4);
        int d = in.destination(0, type);
        int a = in.source(1, type);
        int b = in.source(2, type);
        int p = in.predicate(3);
        return (warp, mask) -> {
            long[] r = warp.r;
            int lanes = warp.predicates[p];
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                r[d + lane] = (lanes >>> lane & 1) != 0 ? r[a + lane] : r[b + lane];
            }
        };
    }

    private static Operation.Plain selectBySign(Decoding in) {
        PtxType type = in.type(B32, U32, S32, F32, B64, U64, S64);
        PtxType by = in.type(S32, F32);
        in.end(4);
        Lanes.Ternary f = by == S32 ? (a, b, c) -> c >= 0 ? a : b : (a, b, c) -> number(c) >= 0 ? a : b;
        return Lanes.ternary(in.destination(0, type), in.source(1, type), in.source(2, type), in.source(3, by), f);
    }

    private static Lanes.Condition condition(Decoding in, String comparison, PtxType type) {
        Lanes.@Nullable Condition found = type == F32
                ? floats(comparison)
                : switch (comparison) {
                    case "eq" -> (a, b) -> a == b;
                    case "ne" -> (a, b) -> a != b;
                    default -> ordered(comparison, type);
                };
        if (found == null) {
            throw in.refused("." + comparison + " does not compare ." + type.text());
        }
        return found;
    }

    private static Lanes.@Nullable Condition ordered(String comparison, PtxType type) {
        if (type.isSigned()) {
            return switch (comparison) {
                case "lt" -> (a, b) -> a < b;
                case "le" -> (a, b) -> a <= b;
                case "gt" -> (a, b) -> a > b;
                case "ge" -> (a, b) -> a >= b;
                default -> null;
            };
        }
        if (!type.isInteger()) {
            return null;
        }
        return switch (comparison) {
            case "lt", "lo" -> (a, b) -> Long.compareUnsigned(a, b) < 0;
            case "le", "ls" -> (a, b) -> Long.compareUnsigned(a, b) <= 0;
            case "gt", "hi" -> (a, b) -> Long.compareUnsigned(a, b) > 0;
            case "ge", "hs" -> (a, b) -> Long.compareUnsigned(a, b) >= 0;
            default -> null;
        };
    }

    private static Lanes.@Nullable Condition floats(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> number(a) == number(b);
            case "ne" -> (a, b) -> number(a) < number(b) || number(a) > number(b);
            case "lt" -> (a, b) -> number(a) < number(b);
            case "le" -> (a, b) -> number(a) <= number(b);
            case "gt" -> (a, b) -> number(a) > number(b);
            case "ge" -> (a, b) -> number(a) >= number(b);
            case "equ" -> (a, b) -> !(number(a) < number(b) || number(a) > number(b));
            case "neu" -> (a, b) -> number(a) != number(b);
            case "ltu" -> (a, b) -> !(number(a) >= number(b));
            case "leu" -> (a, b) -> !(number(a) > number(b));
            case "gtu" -> (a, b) -> !(number(a) <= number(b));
            case "geu" -> (a, b) -> !(number(a) < number(b));
            case "num" -> (a, b) -> !Float.isNaN(number(a)) && !Float.isNaN(number(b));
            case "nan" -> (a, b) -> Float.isNaN(number(a)) || Float.isNaN(number(b));
            default -> null;
        };
    }
}
