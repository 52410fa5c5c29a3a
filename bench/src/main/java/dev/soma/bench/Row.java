package dev.soma.bench;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a work.
 *
 * @param work name of the work
 * @param peerName what Soma was measured beside
 * @param flops floating-point operations of the work, or 0
 * @param aim how many times as fast as the peer Soma is meant to be, or 0
 * @param soma Soma's rounds
 * @param peer the peer's rounds; empty if it is not usable or the sides do not agree
 * @param agreement whether both compute the same; null without a peer
 */
record Row(
        String work,
        String peerName,
        double flops,
        double aim,
        List<Comparison.Round> soma,
        List<Comparison.Round> peer,
        @Nullable Agreement agreement) {

    /** The peer's time as a multiple of Soma's, if there are both. */
    Optional<Ratio> ratio() {
        return peer.isEmpty() ? Optional.empty() : Optional.of(Ratio.of(soma, peer));
    }
}
