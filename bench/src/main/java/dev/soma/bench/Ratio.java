package dev.soma.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The peer's time as a multiple of Soma's: above 1 Soma is the faster.
 *
 * @param median median over the rounds
 * @param least smallest of the rounds
 * @param greatest largest of the rounds
 */
record Ratio(double median, double least, double greatest) {

    /** Of rounds that were run in pairs. */
    static Ratio of(List<Comparison.Round> soma, List<Comparison.Round> peer) {
        double[] ratios = new double[soma.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = peer.get(i).fastest() / soma.get(i).fastest();
        }
        Arrays.sort(ratios);
        return new Ratio(ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1]);
    }
}
