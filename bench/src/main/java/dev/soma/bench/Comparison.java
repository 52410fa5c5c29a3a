package dev.soma.bench;

import dev.soma.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures both sides of a work alternately, so that what else the machine does meets both.
 *
 * @param <P> the peer
 * @param device Soma's device
 * @param peerName the peer, in a word or two
 * @param peer the peer, or null if it is not usable here
 * @param seconds time a side gets in each round
 * @param rounds rounds, after one to warm up
 */
record Comparison<P>(
        Device device, String peerName, @Nullable P peer, double seconds, int rounds) {
    private static final int LEAST_CALLS = 3;

    /** Between a device and the peer it is paired with. */
    static <P> Comparison<P> of(Pairing<P> pairing, double seconds, int rounds) {
        return new Comparison<>(pairing.device(), pairing.peerName(), pairing.peer(), seconds, rounds);
    }

    /**
     * A side's round.
     *
     * @param fastest milliseconds of the fastest call: other processes only add to it
     * @param median milliseconds of the median call
     * @param calls calls made
     */
    record Round(double fastest, double median, int calls) {}

    /** Measures one work. */
    Row measure(Work<P> work) {
        try (Side soma = work.soma().apply(device)) {
            if (peer == null) {
                soma.prepare();
                soma.run();
                return measured(work, soma, null, null);
            }
            try (Side other = work.peer().apply(peer)) {
                Agreement agreement = agreement(soma, other, work.tolerance());
                return measured(work, soma, agreement.holds() ? other : null, agreement);
            }
        }
    }

    /** Runs each side once and compares the results. */
    static Agreement agreement(Side soma, Side peer, Agreement.Tolerance tolerance) {
        soma.prepare();
        soma.run();
        peer.prepare();
        peer.run();
        return Agreement.of(soma.results(), peer.results(), tolerance);
    }

    private Row measured(Work<P> work, Side soma, @Nullable Side other, @Nullable Agreement agreement) {
        List<Round> somaRounds = new ArrayList<>();
        List<Round> peerRounds = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Round ours = round(soma);
            Round theirs = other == null ? null : round(other);
            boolean warm = round > 0;
            if (warm) {
                somaRounds.add(ours);
            }
            if (warm && theirs != null) {
                peerRounds.add(theirs);
            }
        }
        return new Row(work.name(), peerName, work.flops(), work.aim(), somaRounds, peerRounds, agreement);
    }

    private Round round(Side side) {
        // the threads of the other side may still be awake
        side.prepare();
        side.run();
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (times.size() < LEAST_CALLS || System.nanoTime() < end) {
            side.prepare();
            times.add(side.nanos() * 1e-6);
        }
        times.sort(null);
        return new Round(times.getFirst(), times.get(times.size() / 2), times.size());
    }
}
