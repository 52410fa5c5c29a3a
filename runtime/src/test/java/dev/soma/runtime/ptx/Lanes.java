package dev.soma.runtime.ptx;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Operations that do the same in every lane. */
final class Lanes {
    /** Lanes of a warp. */
    static final int COUNT = 32;

    private static final int ALL = -1;

    private Lanes() {}

    /** A function of three values. */
    @FunctionalInterface
    interface Ternary {
        long apply(long a, long b, long c);
    }

    /** A condition on two values. */
    @FunctionalInterface
    interface Condition {
        boolean test(long a, long b);
    }

    /** The work of one lane on the registers. */
    @FunctionalInterface
    interface Work {
        void at(long[] r, int lane);
    }

    static Operation.Plain each(Work work) {
        return (warp, mask) -> {
            long[] r = warp.r;
            if (mask == ALL) {
                for (int lane = 0; lane < COUNT; lane++) {
                    work.at(r, lane);
                }
            } else {
                for (int rest = mask; rest != 0; rest &= rest - 1) {
                    work.at(r, Integer.numberOfTrailingZeros(rest));
                }
            }
        };
    }

    static Operation.Plain unary(int d, int a, LongUnaryOperator f) {
        return (warp, mask) -> {
            long[] r = warp.r;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                r[d + lane] = f.applyAsLong(r[a + lane]);
            }
        };
    }

    static Operation.Plain binary(int d, int a, int b, LongBinaryOperator f) {
        return (warp, mask) -> {
            long[] r = warp.r;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                r[d + lane] = f.applyAsLong(r[a + lane], r[b + lane]);
            }
        };
    }

    static Operation.Plain ternary(int d, int a, int b, int c, Ternary f) {
        return (warp, mask) -> {
            long[] r = warp.r;
            for (int rest = mask; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                r[d + lane] = f.apply(r[a + lane], r[b + lane], r[c + lane]);
            }
        };
    }

    /** The lanes of {@code mask} in which the condition holds. */
    static int test(long[] r, int mask, int a, int b, Condition condition) {
        int result = 0;
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            if (condition.test(r[a + lane], r[b + lane])) {
                result |= 1 << lane;
            }
        }
        return result;
    }
}
