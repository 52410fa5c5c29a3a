package dev.soma.bench;

import dev.soma.runtime.Device;
import java.util.function.Function;

/**
 * A piece of work that Soma and a peer do on the same arrays.
 *
 * @param <P> the peer
 * @param name what is computed, in few words
 * @param flops floating-point operations of the work, or 0 where their number says little
 * @param aim how many times as fast as the peer Soma is meant to be; 0 where nothing is aimed at
 * @param tolerance how far the results may be apart
 * @param soma makes Soma's side
 * @param peer makes the peer's side
 */
record Work<P>(
        String name,
        double flops,
        double aim,
        Agreement.Tolerance tolerance,
        Function<Device, Side> soma,
        Function<P, Side> peer) {

    /** The same work with an aim. */
    Work<P> withAim(double newAim) {
        return new Work<>(name, flops, newAim, tolerance, soma, peer);
    }

    /** The same work with another tolerance. */
    Work<P> withTolerance(Agreement.Tolerance newTolerance) {
        return new Work<>(name, flops, aim, newTolerance, soma, peer);
    }
}
