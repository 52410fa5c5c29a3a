package dev.soma.runtime.vector;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceProvider;
import dev.soma.runtime.DeviceSettings;
import java.util.Optional;

/** Makes the device {@code vector}, which works everywhere. */
public final class VectorDeviceProvider implements DeviceProvider {
    /** The device's name. */
    public static final String NAME = "vector";

    /** For {@link java.util.ServiceLoader}. */
    public VectorDeviceProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return 50;
    }

    @Override
    public String purpose() {
        return "the processor's vector units, all cores: needs nothing";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Device open(DeviceSettings settings) {
        return new VectorDevice(settings.threadsOrAll(), form(settings.select()));
    }

    private static Form form(String select) {
        return switch (select) {
            case "" -> Form.best();
            case "scalar" -> Form.SCALAR;
            default ->
                throw new IllegalArgumentException("the device " + NAME + " has no form '" + select
                        + "'; expected scalar, or nothing for the best");
        };
    }
}
