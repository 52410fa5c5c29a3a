package dev.soma.runtime.tornado;

/** TornadoVM itself; {@link TornadoDeviceProvider} finds it by name where Soma was built with it. */
public interface TornadoBackend {

    /** The class that stands for {@link dev.soma.kernels.KernelContext} in the kernels that this backend compiles. */
    Class<?> contextClass();

    /**
     * Starts an execution plan.
     *
     * @param select an index into all devices of all of TornadoVM's drivers, a part of a device's or platform's name, or
     *     nothing for TornadoVM's default device
     * @throws dev.soma.runtime.DeviceException if TornadoVM has no such device
     */
    TornadoPlan open(String select);
}
