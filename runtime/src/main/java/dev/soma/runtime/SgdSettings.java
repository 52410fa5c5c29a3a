package dev.soma.runtime;

/**
 * The constants of SGD; the learning rate is an array of one element, since it changes.
 *
 * @param momentum 0 (none) up to 1
 * @param weightDecay L2 penalty, at least 0
 * @param nesterov whether to look ahead along the velocity
 */
public record SgdSettings(float momentum, float weightDecay, boolean nesterov) {

    /** Checks the ranges. */
    public SgdSettings {
        Check.inRange("momentum", momentum, 0, 1);
        Check.inRange("weightDecay", weightDecay, 0, Float.MAX_VALUE);
    }
}
