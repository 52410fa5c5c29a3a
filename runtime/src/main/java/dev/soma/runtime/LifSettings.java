package dev.soma.runtime;

/**
 * The constants of a layer of leaky integrate-and-fire neurons. The decay is an array of one element instead, since it may
 * be learnt.
 *
 * @param vTh firing threshold, positive
 * @param reset what a spike does to the potential
 * @param detachReset whether the backward ignores the reset's dependence on the spike
 * @param surrogate derivative of the spike in the backward
 */
public record LifSettings(float vTh, Reset reset, boolean detachReset, Surrogate surrogate) {
    /** {@code vTh = 0.5}, hard reset, not detached, truncated tanh: those of the paper's public code. */
    public static final LifSettings DEFAULT = new LifSettings(0.5f, Reset.HARD, false, Surrogate.DEFAULT);

    /** Checks the threshold. */
    public LifSettings {
        if (!(vTh > 0) || !Float.isFinite(vTh)) {
            throw new IllegalArgumentException("vTh is " + vTh + ", expected a positive number");
        }
    }
}
