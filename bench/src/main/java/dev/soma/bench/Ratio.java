package dev.soma.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The peer's time as a multiple of Soma's: above 1 Soma is the faster.
 *
 * @param median median over the rounds
 * @param least smallest of the rounds
 * @param greatest largest of the rounds
 */
record Ratio(double median, double least, double greatest) {

    /** From here on a ratio is told with one decimal. */
    private static final double LONG = 10;

    /** Of rounds that were run in pairs. */
    static Ratio of(List<Comparison.Round> soma, List<Comparison.Round> peer) {
        double[] ratios = new double[soma.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = peer.get(i).fastest() / soma.get(i).fastest();
        }
        Arrays.sort(ratios);
        return new Ratio(ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
    }

    /** The median with the spread, such as {@code 2.42 (2.35 to 5.00)}. */
    @Override
    public String toString() {
        return number(median) + " (" + number(least) + " to " + number(greatest) + ")";
    }

    /** A ratio in three digits or so. */
    static String number(double ratio) {
        return String.format(Locale.ROOT, ratio < LONG ? "%.2f" : "%.1f", ratio);
    }
}
