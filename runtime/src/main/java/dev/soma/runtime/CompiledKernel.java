package dev.soma.runtime;

/** A kernel ready to run on one device. */
public interface CompiledKernel {

    /** The kernel this is. */
    Kernel kernel();

    /**
     * Enqueues the kernel.
     *
     * @param grid how many work-items, in what groups
     * @param arguments the kernel's arguments after its context: an {@link Integer}, a {@link Float}, or a
     *     {@link Buffer} of this device for an array
     * @throws IllegalArgumentException if the arguments are not those of the kernel; the message names the argument
     */
    void launch(Grid grid, Object... arguments);
}
