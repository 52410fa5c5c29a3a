package dev.soma.runtime;

/**
 * The batch statistics that a normalisation used in training and needs again in its backward, each {@code [steps,
 * features]}.
 *
 * @param mean batch mean
 * @param invStd {@code 1 / sqrt(biased variance + eps)}
 */
public record BatchStatistics(Buffer mean, Buffer invStd) {
    void check(Device device, int size) {
        Check.floats(device, "mean", mean, size);
        Check.floats(device, "invStd", invStd, size);
    }
}
