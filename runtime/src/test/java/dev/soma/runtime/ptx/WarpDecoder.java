package dev.soma.runtime.ptx;

import static dev.soma.runtime.ptx.PtxType.B32;
import static dev.soma.runtime.ptx.PtxType.PRED;
import static dev.soma.runtime.ptx.PtxType.U32;

/** Votes, shuffles and fences. */
final class WarpDecoder {
    private WarpDecoder() {}

    static Operation.Plain decode(Decoding in) {
        return switch (in.opcode()) {
            case "vote" -> vote(in);
            case "activemask" -> activeMask(in);
            case "shfl" -> shuffle(in);
            default -> fence(in);
        };
    }

    private static void sync(Decoding in) {
        if (!in.take("sync")) {
            throw in.refused(in.opcode() + " needs .sync on sm_70");
        }
    }

    private static Operation.Plain vote(Decoding in) {
        sync(in);
        String mode = in.takeOneOf("all", "any", "uni", "ballot");
        if (mode.equals("ballot")) {
            in.type(B32);
            in.end(3);
            int d = in.destination(0, B32);
            Decoding.Predicate a = in.negatable(1);
            int members = in.source(2, U32);
            return (warp, mask) -> {
                checkMembers(warp, mask, members);
                int ballot = a.lanes(warp) & mask;
                fill(warp, mask, d, ballot);
            };
        }
        in.type(PRED);
        in.end(3);
        int d = in.predicate(0);
        Decoding.Predicate a = in.negatable(1);
        int members = in.source(2, U32);
        return (warp, mask) -> {
            checkMembers(warp, mask, members);
            int ballot = a.lanes(warp) & mask;
            boolean holds = switch (mode) {
                case "all" -> ballot == mask;
                case "any" -> ballot != 0;
                default -> ballot == mask || ballot == 0;
            };
            warp.setPredicate(d, holds ? -1 : 0, mask);
        };
    }

    private static Operation.Plain activeMask(Decoding in) {
        in.type(B32);
        in.end(1);
        int d = in.destination(0, B32);
        return (warp, mask) -> fill(warp, mask, d, mask);
    }

    private static void fill(Warp warp, int mask, int d, int value) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            warp.r[d + Integer.numberOfTrailingZeros(rest)] = value;
        }
    }

    /** All lanes that are named and have not left the kernel must be here, and every lane here must be named. */
    private static void checkMembers(Warp warp, int mask, int members) {
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            int named = (int) warp.r[members + lane];
            if ((named & warp.live()) != mask) {
                throw warp.fault(
                        lane,
                        "the member mask 0x" + Integer.toHexString(named)
                                + " and the lanes that execute the instruction, 0x" + Integer.toHexString(mask)
                                + ", differ");
            }
        }
    }

    private static Operation.Plain shuffle(Decoding in) {
        sync(in);
        String mode = in.takeOneOf("up", "down", "bfly", "idx");
        in.type(B32);
        in.end(5);
        boolean pair = in.operand(0) instanceof Operand.Pair;
        int d = in.operand(0) instanceof Operand.Pair(String first, String second)
                ? in.register(new Operand.Name(first), B32)
                : in.destination(0, B32);
        int p = in.operand(0) instanceof Operand.Pair(String first, String second)
                ? in.predicate(new Operand.Name(second))
                : -1;
        int a = in.source(1, B32);
        int b = in.source(2, U32);
        int c = in.source(3, U32);
        int members = in.source(4, U32);
        return (warp, mask) -> {
            checkMembers(warp, mask, members);
            long[] r = warp.r;
            long[] values = new long[Lanes.COUNT];
            System.arraycopy(r, a, values, 0, Lanes.COUNT);
            int inRange = 0;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                int from = source(mode, lane, (int) r[b + lane] & 31, (int) r[c + lane]);
                if (from >= 0) {
                    inRange |= 1 << lane;
                } else {
                    from = lane;
                }
                if ((mask >>> from & 1) == 0) {
                    throw warp.fault(lane, "the shuffle reads lane " + from + ", which does not take part");
                }
                r[d + lane] = values[from];
            }
            if (pair) {
                warp.setPredicate(p, inRange, mask);
            }
        };
    }

    /** The lane to read, or -1 where it is out of the segment. */
    private static int source(String mode, int lane, int b, int c) {
        int segment = c >> 8 & 31;
        int clamp = c & 31;
        int greatest = (lane & segment) | (clamp & ~segment);
        int from = switch (mode) {
            case "up" -> lane - b;
            case "down" -> lane + b;
            case "bfly" -> lane ^ b;
            default -> (lane & segment) | (b & ~segment);
        };
        boolean valid = mode.equals("up") ? from >= greatest : from <= greatest;
        return valid ? from : -1;
    }

    /** Memory is one here, so a fence has nothing to do. */
    private static Operation.Plain fence(Decoding in) {
        if (in.opcode().equals("membar")) {
            in.takeOneOf("cta", "gl", "sys");
        } else {
            in.takeOneOf("acq_rel", "sc");
            in.takeOneOf("cta", "gpu", "sys");
        }
        in.end(0);
        return (warp, mask) -> {};
    }
}
