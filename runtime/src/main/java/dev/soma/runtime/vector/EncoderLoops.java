package dev.soma.runtime.vector;

/** The inner loops of {@link CpuEncoder}. */
interface EncoderLoops {

    /** The loops in that form. */
    static EncoderLoops of(Form form) {
        return form == Form.VECTOR ? new VectorEncoderLoops() : new ScalarEncoderLoops();
    }

    /**
     * The spikes of one step in Poisson encoding: bit {@code i} of {@code spikes}, 32 to a word, is the spike of {@code
     * x[from + i]}. The same in both forms.
     */
    void poisson(long seed, int step, float[] x, int from, int count, int[] spikes);
}
