package dev.soma.runtime.ptx;

/**
 * A decoded instruction.
 *
 * @param guard the predicate's number, or -1
 * @param reconvergence for a branch: where the lanes meet again, or -1
 */
record Instruction(
        Operation operation, OpClass opClass, int guard, boolean negated, int reconvergence, int line, String text) {

    Instruction withReconvergence(int position) {
        return new Instruction(operation, opClass, guard, negated, position, line, text);
    }
}
