package dev.soma.runtime.vector;

import dev.soma.kernels.neuron.Surrogates;
import dev.soma.runtime.Surrogate;

/** {@link SurrogateLoops} in plain Java. */
final class ScalarSurrogateLoops implements SurrogateLoops {

    @Override
    public void derivative(SurrogateCurve curve, float[] y, int from, float[] slope, int count) {
        derivative(curve, y, from, slope, 0, count);
    }

    /** Those from {@code first} on. */
    static void derivative(SurrogateCurve curve, float[] y, int from, float[] slope, int first, int count) {
        Surrogate surrogate = curve.surrogate();
        int kind = surrogate.kind().code();
        for (int i = first; i < count; i++) {
            slope[i] = Surrogates.derivative(kind, surrogate.alpha(), curve.vTh(), y[from + i]);
        }
    }
}
