package dev.soma.runtime.jvm;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import java.util.Optional;

/** Makes the device {@code jvm}, which works everywhere. */
public final class JvmDeviceProvider implements DeviceProvider {
    /** The device's name. */
    public static final String NAME = "jvm";

    /** For {@link java.util.ServiceLoader}. */
    public JvmDeviceProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 100;
    }

    @Override
    public String purpose() {
        return "the kernel methods themselves, work-item by work-item: the reference, and for debugging";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Device open(DeviceSettings settings) {
        return new JvmDevice();
    }
}
