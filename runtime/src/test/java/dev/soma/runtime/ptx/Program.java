package dev.soma.runtime.ptx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel, decoded, with the functions it calls behind it.
 *
 * @param code all instructions; the kernel starts at 0
 * @param parameters the kernel's parameters in their order
 * @param blockLimit see {@link FunctionText}
 */
record Program(
        String name,
        List<Instruction> code,
        Registers registers,
        List<Variable> parameters,
        ArrayLayout shared,
        ArrayLayout local,
        @Nullable Dim3 blockLimit,
        boolean blockExact) {

    /** For each instruction its plain work, or null for control flow. */
    Operation.@Nullable Plain[] plain() {
        Operation.@Nullable Plain[] plain = new Operation.Plain[code.size()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = code.get(i).operation() instanceof Operation.Plain work ? work : null;
        }
        return plain;
    }

    /** For each instruction its predicate's number plus 1, with a minus if negated, or 0. */
    int[] guards() {
        return code.stream()
                .mapToInt(instruction -> instruction.negated() ? -(instruction.guard() + 1) : instruction.guard() + 1)
                .toArray();
    }
}
