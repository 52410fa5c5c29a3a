package dev.soma.runtime;

/** A device that runs kernels: any static Java method that is a {@link Kernel}, Soma's own and its users'. */
public interface KernelDevice extends Device {

    /**
     * Prepares a kernel for this device. The device keeps what it compiled: asking again costs nothing.
     *
     * @throws DeviceException if the kernel uses what the device does not support; the message names class, method, line
     *     and construct
     */
    CompiledKernel compile(Kernel kernel);

    /**
     * Whether results equal those of the device {@code jvm} to the bit: additions and multiplications are IEEE's on every
     * device, and here also division, square root, fused multiply-add and the smallest numbers.
     */
    boolean isBitExact();
}
