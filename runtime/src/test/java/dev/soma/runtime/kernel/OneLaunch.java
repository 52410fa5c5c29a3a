package dev.soma.runtime.kernel;

import dev.soma.runtime.ConvolutionOps;
import dev.soma.runtime.Device;
import dev.soma.runtime.KernelDevice;

/** Convolutions that take one launch with the neurons behind them where there are few neurons, too. */
public final class OneLaunch {
    private OneLaunch() {}

    /** Of a device; those that run no kernels have nothing to choose. */
    public static ConvolutionOps of(Device device) {
        return device instanceof KernelDevice kernels
                ? new KernelConvolution(kernels, new KernelNeuron(kernels), 0)
                : device.ops().convolution();
    }
}
