package dev.soma.runtime.vector;

/** Surrogate derivatives of many potentials. */
interface SurrogateLoops {

    /** The loops in that form. */
    static SurrogateLoops of(Form form) {
        return form == Form.VECTOR ? new VectorSurrogateLoops() : new ScalarSurrogateLoops();
    }

    /** {@code slope[i] = derivative(y[from + i])} for {@code i < count}; NaN gives 0 or NaN. */
    void derivative(SurrogateCurve curve, float[] y, int from, float[] slope, int count);
}
