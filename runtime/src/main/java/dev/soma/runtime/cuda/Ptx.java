package dev.soma.runtime.cuda;

import dev.soma.runtime.compiler.Access;
import java.util.List;

/**
 * A kernel as PTX. Its parameters are the kernel's arguments in order, but for those that are constants: an array as the address
 * of its first element ({@code .u64}), an int as {@code .u32}, a float as {@code .f32}.
 *
 * @param entry the name of the kernel in the module
 * @param text the module, for launches in which nothing that the kernel only reads lies where it writes
 * @param aliasedText the module for all other launches
 * @param accesses what the kernel does with each argument
 */
record Ptx(String entry, String text, String aliasedText, List<Access> accesses) {

    /** Copies the list. */
    Ptx {
        accesses = List.copyOf(accesses);
    }
}
