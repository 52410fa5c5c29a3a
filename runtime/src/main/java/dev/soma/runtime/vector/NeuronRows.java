package dev.soma.runtime.vector;

/**
 * Numbers of a block's neurons: in an array of all neurons, or in one of the block's own.
 *
 * @param array the array
 * @param at index of the first row's first neuron
 * @param stride from one row to the next
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier
record NeuronRows(float[] array, int at, int stride) {

    /** Those of the lines of a block, which has all rows, in an array of all steps' neurons. */
    static NeuronRows of(float[] array, NeuronBlock block, int step) {
        return new NeuronRows(array, block.element(step, 0), block.layout().columns());
    }

    /** Index of the first neuron of a block's row; rows count from the block's first. */
    int row(NeuronBlock block, int row) {
        return at + (block.firstRow() + row) * stride;
    }

    /** Copies the block's neurons. */
    void copyTo(NeuronRows target, NeuronBlock block) {
        for (int row = 0; row < block.height(); row++) {
            System.arraycopy(array, row(block, row), target.array, target.row(block, row), block.width());
        }
    }
}
