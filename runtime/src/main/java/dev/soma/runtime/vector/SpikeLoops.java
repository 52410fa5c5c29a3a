package dev.soma.runtime.vector;

/** The inner loops of {@link CpuSpike}. */
interface SpikeLoops {

    /** The loops in that form. */
    static SpikeLoops of(Form form) {
        return form == Form.VECTOR ? new VectorSpikeLoops() : new ScalarSpikeLoops();
    }

    /** The word of the spikes {@code x[from] .. x[from + count - 1]}, {@code count} at most 32. */
    int pack(float[] x, int from, int count);

    /** Writes the {@code count} lowest bits of {@code word}, at most 32, to {@code x} from {@code from} on. */
    void unpack(int word, float[] x, int from, int count);
}
