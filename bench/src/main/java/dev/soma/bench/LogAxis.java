package dev.soma.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A logarithmic axis whose ends are a 1, 2 or 5 of some power of 10.
 *
 * @param ticks the numbers that it names, ascending; the first and the last are its ends
 */
record LogAxis(List<Double> ticks) {
    private static final int[] LEADING = {1, 2, 5};

    /** An axis that has room for positive values, and 1 on it. */
    static LogAxis around(DoubleStream values) {
        DoubleSummaryStatistics range =
                DoubleStream.concat(values, DoubleStream.of(1)).summaryStatistics();
        int number = 0;
        while (tick(number) > range.getMin()) {
            number--;
        }
        List<Double> ticks = new ArrayList<>();
        ticks.add(tick(number));
        while (ticks.getLast() < range.getMax() || ticks.size() == 1) {
            number++;
            ticks.add(tick(number));
        }
        return new LogAxis(List.copyOf(ticks));
    }

    /** 1, 2, 5, 10, 20, ... for 0, 1, 2, 3, 4, ...; 0.5, 0.2, ... for -1, -2, ... */
    private static double tick(int number) {
        int leading = LEADING[Math.floorMod(number, LEADING.length)];
        return BigDecimal.valueOf(leading)
                .scaleByPowerOfTen(Math.floorDiv(number, LEADING.length))
                .doubleValue();
    }

    /** Where a value is on an axis of that length. */
    int place(double value, int length) {
        double start = Math.log(ticks.getFirst());
        return (int) Math.round(length * (Math.log(value) - start) / (Math.log(ticks.getLast()) - start));
    }

    /** A tick's name. */
    static String text(double tick) {
        return BigDecimal.valueOf(tick).stripTrailingZeros().toPlainString();
    }
}
