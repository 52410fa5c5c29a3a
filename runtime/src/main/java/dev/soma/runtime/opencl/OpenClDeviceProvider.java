package dev.soma.runtime.opencl;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import java.util.List;
import java.util.Optional;

/** Makes the device {@code opencl}. */
public final class OpenClDeviceProvider implements DeviceProvider {
    /** The device's name. */
    public static final String NAME = "opencl";

    /** Before {@code vector}: a GPU is faster than the processor. */
    private static final int RANK_OF_GPU = 20;

    /** After {@code vector}, whose code was written for the processor by hand. */
    private static final int RANK_OF_PROCESSOR = 60;

    /** For {@link java.util.ServiceLoader}. */
    public OpenClDeviceProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        boolean gpu = ClDevices.find().devices().stream().anyMatch(ClDevice::isGpu);
        return gpu ? RANK_OF_GPU : RANK_OF_PROCESSOR;
    }

    @Override
    public String purpose() {
        return "GPUs and processors of any maker, by OpenCL C generated from the kernels";
    }

    @Override
    public Optional<String> obstacle() {
        return ClDevices.find().obstacle();
    }

    @Override
    public List<String> choices() {
        return ClDevices.find().devices().stream().map(ClDevice::description).toList();
    }

    @Override
    public Device open(DeviceSettings settings) {
        return OpenClDevice.open(settings, CompiledSources::of);
    }
}
