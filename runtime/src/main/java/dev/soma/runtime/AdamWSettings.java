package dev.soma.runtime;

/**
 * The constants of AdamW; learning rate and bias corrections are in an array, since they change.
 *
 * @param beta1 decay of the first moment, 0 to 1
 * @param beta2 decay of the second moment, 0 to 1
 * @param eps added to the root of the second moment, positive
 * @param weightDecay decoupled weight decay, at least 0
 */
public record AdamWSettings(float beta1, float beta2, float eps, float weightDecay) {

    /** Checks the ranges. */
    public AdamWSettings {
        Check.inRange("beta1", beta1, 0, 1);
        Check.inRange("beta2", beta2, 0, 1);
        Check.inRange("eps", eps, Float.MIN_VALUE, Float.MAX_VALUE);
        Check.inRange("weightDecay", weightDecay, 0, Float.MAX_VALUE);
    }
}
