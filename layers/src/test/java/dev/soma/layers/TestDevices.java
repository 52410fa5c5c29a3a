package dev.soma.layers;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Devices;
import dev.soma.runtime.opencl.OpenClTests;
import java.util.List;

/** The devices that networks are tested on: those that a test is for, or the one that the property {@code soma.test.devices} names. */
public final class TestDevices {
    private static final String ASKED_FOR = System.getProperty("soma.test.devices", "");

    private TestDevices() {}

    /** The name of the device that was asked for, or else this one. */
    public static String or(String name) {
        return ASKED_FOR.isEmpty() ? name : ASKED_FOR;
    }

    /** The names of the devices that run compiled kernels: the one that was asked for, or those that are here or must be. */
    public static List<String> compiled() {
        if (!ASKED_FOR.isEmpty()) {
            boolean compiles = !ASKED_FOR.equals("jvm") && !(ASKED_FOR + ":").startsWith("vector:");
            return compiles ? List.of(ASKED_FOR) : List.of();
        }
        return OpenClTests.reasonToSkip().isPresent() ? List.of() : List.of("opencl");
    }

    /** Opens a device; one that was asked for must be there. */
    public static Device open(String name) {
        try {
            return Devices.open(name);
        } catch (DeviceException | IllegalArgumentException e) {
            if (name.equals(ASKED_FOR)) {
                throw new AssertionError(
                        "the device " + name + " was asked for and is not usable: " + e.getMessage(), e);
            }
            throw e;
        }
    }
}
