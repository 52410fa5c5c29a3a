package dev.soma.runtime.vector;

/**
 * The input currents of neurons.
 *
 * @param values {@code [steps, rows, columns]}, or {@code [rows, columns]}
 * @param constant whether they are those of one step, the same at all steps
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier
record Currents(float[] values, boolean constant) {

    /** Index of the first current of a block's row in a step; rows count from the block's first. */
    int at(NeuronBlock block, int step, int row) {
        return block.element(constant ? 0 : step, row);
    }
}
