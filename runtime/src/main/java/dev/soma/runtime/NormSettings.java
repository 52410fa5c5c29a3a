package dev.soma.runtime;

/**
 * The constants of a batch normalisation.
 *
 * @param eps added to the variance, positive
 * @param momentum weight of the new batch in the running statistics, 0 to 1
 */
public record NormSettings(float eps, float momentum) {
    /** {@code eps = 1e-5, momentum = 0.1}. */
    public static final NormSettings DEFAULT = new NormSettings(1e-5f, 0.1f);

    /** Checks the ranges. */
    public NormSettings {
        if (!(eps > 0) || !Float.isFinite(eps)) {
            throw new IllegalArgumentException("eps is " + eps + ", expected a positive number");
        }
        Check.inRange("momentum", momentum, 0, 1);
    }
}
