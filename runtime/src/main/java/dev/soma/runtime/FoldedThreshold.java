package dev.soma.runtime;

/**
 * A firing condition {@code sign * h > threshold}, one pair per feature, each {@code [features]}.
 *
 * @param threshold threshold; {@code -inf} always fires, {@code +inf} never
 * @param sign 1 or -1
 */
public record FoldedThreshold(Buffer threshold, Buffer sign) {
    void check(Device device, int features) {
        Check.floats(device, "threshold", threshold, features);
        Check.floats(device, "sign", sign, features);
    }
}
