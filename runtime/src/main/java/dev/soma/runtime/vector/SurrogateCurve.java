package dev.soma.runtime.vector;

import dev.soma.kernels.KernelMath;
import dev.soma.runtime.LifSettings;
import dev.soma.runtime.Surrogate;

/**
 * A surrogate's derivative in a form that costs a vector little, with {@code d = |y - vTh|}:
 *
 * <pre>
 * TANH       gain e / (1 + e)^2, e = exp(-rate d), for 0 <= y <= 2 vTh, since 1 - tanh(a)^2 = 4 e^-2a / (1 + e^-2a)^2
 * RECTANGLE  gain for d < rate
 * TRIANGLE   max(0, gain - rate d)
 * ATAN       gain / (1 + (rate d)^2)
 * SIGMOID    gain e / (1 + e)^2, e = exp(-rate d)
 * </pre>
 *
 * @param surrogate the function
 * @param vTh threshold
 * @param gain see above
 * @param rate see above
 */
record SurrogateCurve(Surrogate surrogate, float vTh, float gain, float rate) {

    /** That of those settings. */
    static SurrogateCurve of(LifSettings settings) {
        float alpha = settings.surrogate().alpha();
        float vTh = settings.vTh();
        float gain = switch (settings.surrogate().kind()) {
            case TANH -> alpha / (KernelMath.tanh(0.5f * alpha) * vTh);
            case RECTANGLE, TRIANGLE, SIGMOID -> alpha;
            case ATAN -> 0.5f * alpha;
        };
        float rate = switch (settings.surrogate().kind()) {
            case TANH -> alpha / vTh;
            case RECTANGLE -> 1f / (2f * alpha);
            case TRIANGLE -> alpha * alpha;
            case ATAN -> (float) (Math.PI / 2) * alpha;
            case SIGMOID -> alpha;
        };
        return new SurrogateCurve(settings.surrogate(), vTh, gain, rate);
    }
}
