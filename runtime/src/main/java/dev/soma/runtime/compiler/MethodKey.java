package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Type.Space;
import java.util.List;

/**
 * A method, and where the arrays that it is given lie.
 *
 * @param owner internal name of the class, {@code dev/soma/kernels/KernelMath}
 * @param descriptor of the method
 * @param spaces of its array parameters, in order
 */
public record MethodKey(String owner, String name, String descriptor, List<Space> spaces) {

    /** Copies the list. */
    public MethodKey {
        spaces = List.copyOf(spaces);
    }

    /** {@code KernelMath_exp}. */
    public String simpleName() {
        return owner.substring(owner.lastIndexOf('/') + 1) + "_" + name;
    }

    /** {@code dev.soma.kernels.KernelMath.exp}. */
    @Override
    public String toString() {
        return owner.replace('/', '.') + "." + name;
    }
}
