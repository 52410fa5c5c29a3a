package dev.soma.runtime;

/**
 * Gradients of a batch normalisation's parameters, each {@code [features]}.
 *
 * @param gamma gradient of the scale
 * @param beta gradient of the shift
 */
public record NormGradients(Buffer gamma, Buffer beta) {
    void check(Device device, int features) {
        Check.floats(device, "gradGamma", gamma, features);
        Check.floats(device, "gradBeta", beta, features);
    }
}
