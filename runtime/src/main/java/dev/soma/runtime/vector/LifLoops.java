package dev.soma.runtime.vector;

import dev.soma.runtime.LifSettings;
import dev.soma.runtime.Reset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The inner loops of {@link CpuNeuron}. */
interface LifLoops {
    /** Neurons taken at a time: what a step touches of them fits in the first cache. */
    int TILE = 4096;

    /** The loops in that form. */
    static LifLoops of(Form form) {
        return form == Form.VECTOR ? new VectorLifLoops() : new ScalarLifLoops();
    }

    /**
     * What all steps of a forward share.
     *
     * @param settings vTh and the reset
     * @param decay of a step
     * @param firing when neurons fire
     * @param x input currents
     * @param spikes out, {@code [steps, rows, lines, words]}
     * @param h out, potentials before firing, {@code [steps, rows, columns]}; null if nobody needs them
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Forward(LifSettings settings, float decay, Firing firing, Currents x, int[] spikes, float @Nullable [] h) {

        boolean soft() {
            return settings.reset() == Reset.SOFT;
        }
    }

    /**
     * What all steps of a backward share.
     *
     * @param settings vTh, the reset and the surrogate
     * @param decay of a step
     * @param g gradient of the spikes, {@code [steps, neurons]}
     * @param h what the forward wrote
     * @param gradX out, like {@code h}; may be {@code g}
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Backward(LifSettings settings, float decay, float[] g, float[] h, float[] gradX) {

        boolean soft() {
            return settings.reset() == Reset.SOFT;
        }
    }

    /** All steps of a block, in which a few neurons at a time go through them. */
    default void forward(Forward call, NeuronBlock block, NeuronScratch scratch) {
        int width = block.width();
        int most = Math.max(1, TILE / width);
        float[] v = scratch.potentials(most * width);
        int[] masks = scratch.masks(width);
        for (int row = 0; row < block.height(); row += most) {
            NeuronBlock part = block.rows(row, Math.min(block.height(), row + most));
            Arrays.fill(v, 0, part.size(), 0f);
            for (int step = 0; step < block.layout().steps(); step++) {
                forward(call, part, step, v, masks);
            }
        }
    }

    /**
     * One step of a block: {@code h = fma(decay, v, x)}, spikes, {@code v} after the reset.
     *
     * @param v potentials of the block, one row after the other; updated
     * @param masks room for as many ints as a row has neurons
     */
    void forward(Forward call, NeuronBlock block, int step, float[] v, int[] masks);

    /**
     * One step back of {@code count} neurons.
     *
     * @param at index of the first
     * @param later their gradients of the later step's input, from {@code laterAt} on; 0 for the last step
     * @param slope their surrogate derivatives, from 0 on
     * @param decaySums sums to which the {@code later * v} are added, some to each: parts of the decay's gradient
     */
    void backward(Backward call, int at, int count, float[] later, int laterAt, float[] slope, float[] decaySums);
}
