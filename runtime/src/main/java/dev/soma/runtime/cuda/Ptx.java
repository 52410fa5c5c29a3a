package dev.soma.runtime.cuda;

/**
 * A kernel as PTX.
 *
 * @param text the module
 * @param entry the name of the kernel in it; its parameters are the kernel's arguments in order, an array as the address of
 *     its first element ({@code .u64}), an int as {@code .u32}, a float as {@code .f32}
 */
record Ptx(String text, String entry) {}
