package dev.soma.runtime.ptx;

/** What a decoded instruction does. Registers are named by the place of their lane 0 in {@link Warp#r}. */
sealed interface Operation {
    /** Does its work for the lanes of {@code mask}, and goes on with the next instruction. */
    non-sealed interface Plain extends Operation {
        void execute(Warp warp, int mask);
    }

    /** Goes to the instruction {@code target}. */
    record Branch(int target, boolean uniform) implements Operation {}

    /** Calls the function that starts at {@code target}; {@code into} fills its parameters, {@code back} takes its results. */
    record Call(int target, Plain into, Plain back) implements Operation {}

    /** Leaves the function, or the kernel. */
    record Return() implements Operation {}

    /** Leaves the kernel. */
    record Exit() implements Operation {}

    /** Stops the launch. */
    record Trap() implements Operation {}

    /** Waits for the block's other warps. */
    record Barrier(int number) implements Operation {}
}
