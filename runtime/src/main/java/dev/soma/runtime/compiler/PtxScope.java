package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.PtxRegisters.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the variables of one call of a function are: registers, or operands that the caller gave. */
final class PtxScope {
    private final PtxRegisters registers;
    private final Map<Local, String> operands = new HashMap<>();
    private final Map<Local, Local> roots = new HashMap<>();

    PtxScope(PtxRegisters registers) {
        this.registers = registers;
    }

    /** Makes a variable that is never assigned an operand of the caller; {@code root} is the kernel's array that it is, if known. */
    void bind(Local variable, String operand, @Nullable Local root) {
        operands.put(variable, operand);
        if (root != null) {
            roots.put(variable, root);
        }
    }

    /** The register of a variable. */
    String register(Local variable) {
        return operands.computeIfAbsent(variable, key -> registers.variable(Kind.of(key.type()), key.name()));
    }

    /** The variable as an operand. */
    String operand(Local variable) {
        return register(variable);
    }

    /** The kernel's array that an expression is; null if it may be one of several. */
    @Nullable
    Local root(Expression array) {
        return array instanceof Expression.Read read ? roots.get(read.local()) : null;
    }

    /** Whether a function changes a parameter. */
    @SuppressWarnings("ReferenceEquality") // a variable is an object
    static boolean isAssigned(Function function, Local parameter) {
        return function.blocks().stream()
                .flatMap(block -> block.statements().stream())
                .anyMatch(statement -> switch (statement) {
                    case Statement.Assign assign -> assign.local() == parameter;
                    case Statement.Invoke call -> call.result().equals(Optional.of(parameter));
                    default -> false;
                });
    }
}
