package dev.soma.runtime;

/**
 * What a batch normalisation learns and keeps, each {@code [features]}.
 *
 * @param gamma scale
 * @param beta shift
 * @param runningMean running mean, updated in training
 * @param runningVar running variance (unbiased), updated in training
 */
public record NormParameters(Buffer gamma, Buffer beta, Buffer runningMean, Buffer runningVar) {
    void check(Device device, int features) {
        Check.floats(device, "gamma", gamma, features);
        Check.floats(device, "beta", beta, features);
        Check.floats(device, "runningMean", runningMean, features);
        Check.floats(device, "runningVar", runningVar, features);
    }
}
